import Support

/// A value with every name looked up; what is left open points to a decision.
indirect enum Value: Sendable {
    case constant(Constant, SourceLocation)
    case decision(Int, [Value])
    case inputChannels(SourceLocation)
    case classes(SourceLocation)
    case scale([Value], multipleOf: Value, ParameterKind?, SourceLocation)
    case pair(Value, Value)
    case conditional(Condition, then: Value, otherwise: Value)
    /// An argument whose value is not known while a block that nothing uses is checked.
    case unknown

    /// A test of another value.
    struct Condition: Sendable {
        let subject: Value
        let accepted: [Constant]
    }

    /// Calls with every constant it can have.
    func forEachConstant(_ body: (Constant, SourceLocation) -> Void) {
        switch self {
        case .constant(let constant, let location): body(constant, location)
        case .decision(_, let options): for option in options { option.forEachConstant(body) }
        case .conditional(_, let then, let otherwise):
            then.forEachConstant(body)
            otherwise.forEachConstant(body)
        case .inputChannels, .classes, .scale, .pair, .unknown: break
        }
    }

    /// Calls with every decision that evaluating it may read.
    func forEachDecision(_ body: (Int) -> Void) {
        switch self {
        case .constant, .inputChannels, .classes, .unknown: break
        case .decision(let decision, let options):
            body(decision)
            for option in options { option.forEachDecision(body) }
        case .scale(let factors, let multiple, _, _):
            for factor in factors { factor.forEachDecision(body) }
            multiple.forEachDecision(body)
        case .pair(let height, let width):
            height.forEachDecision(body)
            width.forEachDecision(body)
        case .conditional(let condition, let then, let otherwise):
            condition.subject.forEachDecision(body)
            then.forEachDecision(body)
            otherwise.forEachDecision(body)
        }
    }

    /// Whether it is the same whatever tensor comes in, so that a condition may ask for it.
    var isIndependentOfShapes: Bool {
        allAlternatives { alternative in
            switch alternative {
            case .inputChannels, .classes, .scale: false
            case .pair(let height, let width): height.isIndependentOfShapes && width.isIndependentOfShapes
            case .constant, .decision, .conditional, .unknown: true
            }
        }
    }

    /// Whether every pair in it is one of whole numbers. What a parameter takes is checked as such; what `when` asks for may be anything.
    var hasWholePairs: Bool {
        allAlternatives { alternative in
            guard case .pair(let height, let width) = alternative else { return true }
            return height.isWhole && width.isWhole
        }
    }

    /// Whether something in it could not be read, or is not known.
    var hasUnknowns: Bool {
        !allAlternatives { alternative in if case .unknown = alternative { false } else { true } }
    }

    private var isWhole: Bool {
        allAlternatives { alternative in
            switch alternative {
            case .constant(.integer, _), .unknown: true
            case .constant, .inputChannels, .classes, .scale, .pair, .decision, .conditional: false
            }
        }
    }

    /// Whether all that decisions and conditions choose between in it passes a test.
    private func allAlternatives(_ test: (Value) -> Bool) -> Bool {
        switch self {
        case .decision(_, let options): options.allSatisfy { $0.allAlternatives(test) }
        case .conditional(_, let then, let otherwise): then.allAlternatives(test) && otherwise.allAlternatives(test)
        case .constant, .inputChannels, .classes, .scale, .pair, .unknown: test(self)
        }
    }
}
