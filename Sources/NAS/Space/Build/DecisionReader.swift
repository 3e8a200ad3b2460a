internal import NetworkGraph
import Support

/// Answers decisions while a space is walked, and records which were read: those are the active ones.
struct DecisionReader {
    /// What to do at a decision that nothing was said about.
    enum Fallback {
        case draw(RandomStream)
        case first
        case fail
    }

    /// What each decision should be; -1 where nothing is said.
    let wanted: [Int32]
    /// What each decision was when it was read; -1 where it was not.
    private(set) var taken: [Int32]
    private(set) var fallback: Fallback
    private let optionCounts: [Int32]

    init(wanted: [Int32], optionCounts: [Int32], fallback: Fallback) {
        self.wanted = wanted
        self.optionCounts = optionCounts
        self.fallback = fallback
        taken = [Int32](repeating: -1, count: optionCounts.count)
    }

    /// The option of a decision.
    mutating func take(_ decision: Int) throws(WalkError) -> Int {
        let known = taken[decision]
        if known >= 0 { return Int(known) }
        var option = wanted[decision]
        if option < 0 {
            switch fallback {
            case .first: option = 0
            case .fail: throw .undecided(decision)
            case .draw(var stream):
                option = Int32(stream.nextInt(below: Int(optionCounts[decision])))
                fallback = .draw(stream)
            }
        }
        taken[decision] = option
        return Int(option)
    }

    /// A value that does not depend on shapes.
    mutating func constant(_ value: Value) throws(WalkError) -> Constant {
        switch value {
        case .constant(let constant, _): return constant
        case .decision(let decision, let options): return try constant(options[take(decision)])
        case .conditional(let condition, let then, let otherwise):
            return try constant(holds(condition) ? then : otherwise)
        case .pair(let first, let second):
            guard case .integer(let height) = try constant(first), case .integer(let width) = try constant(second) else {
                preconditionFailure("the sides of a pair are checked when the file is expanded")
            }
            return .pair(height, width)
        case .inputChannels, .classes, .scale, .unknown: preconditionFailure("the value depends on shapes")
        }
    }

    /// What an argument is that does not depend on shapes.
    mutating func read<Content: ParameterContent>(_ argument: LayerArgument<Content>) throws(WalkError) -> Content {
        if let constant = argument.constant { return constant }
        return Content(converted: try constant(argument.value))
    }

    mutating func holds(_ condition: Value.Condition) throws(WalkError) -> Bool {
        let subject = try constant(condition.subject)
        return condition.accepted.contains { $0.means(subject) }
    }

    mutating func times(_ value: Value) throws(WalkError) -> Int {
        guard case .integer(let count) = try constant(value) else { preconditionFailure("repetitions are whole numbers") }
        return count
    }

    /// Reads every decision of a value, as computing it would.
    mutating func touch(_ value: Value) throws(WalkError) {
        switch value {
        case .constant, .inputChannels, .classes, .unknown: return
        case .decision(let decision, let options): try touch(options[take(decision)])
        case .scale(let factors, let multiple, _, _):
            for factor in factors { try touch(factor) }
            try touch(multiple)
        case .pair(let first, let second):
            try touch(first)
            try touch(second)
        case .conditional(let condition, let then, let otherwise): try touch(holds(condition) ? then : otherwise)
        }
    }
}
