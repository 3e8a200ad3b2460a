import Support

extension Expander {
    /// A value with names looked up, as it stands.
    mutating func value(_ syntax: ValueSyntax, _ scope: Scope, _ place: Place) throws(Diagnostic) -> Value {
        valueCount += 1
        switch syntax.kind {
        case .constant(let constant): return .constant(constant, syntax.location)
        case .inputChannels: return .inputChannels(syntax.location)
        case .classes: return .classes(syntax.location)
        case .reference(let name):
            let value = try lookUp(name, scope, at: syntax.location, path: place.path)
            try measure(value, depth: 0, at: syntax.location, path: place.path)
            return value
        case .broken: return .unknown
        case .choice(let options):
            let decision = try decision(place.decisions, options: options.map(\.label), at: syntax.location)
            var values: [Value] = []
            for (index, option) in options.enumerated() {
                values.append(try value(option.value, scope, place.inner(".options[\(index)]")))
            }
            return .decision(decision, values)
        case .scale(let factors, let multiple):
            var values: [Value] = []
            for (index, factor) in factors.enumerated() {
                let value = try value(factor, scope, place.inner(".scale[\(index)]"))
                _ = convert(value, to: .number(1e-6...1e9), at: factor.location, path: place.path, what: "a factor of scale")
                values.append(value)
            }
            var unit = Value.constant(.integer(1), syntax.location)
            if let multiple {
                unit = try value(multiple, scope, place.inner(".multiple_of"))
                _ = convert(unit, to: .size, at: multiple.location, path: place.path, what: "multiple_of")
            }
            return .scale(values, multipleOf: unit, nil, syntax.location)
        case .pair(let first, let second):
            return .pair(try value(first, scope, place.inner("[0]")), try value(second, scope, place.inner("[1]")))
        case .conditional(let condition, let then, let otherwise):
            let test = try self.condition(condition, scope, place)
            let positive = try value(then, scope, place.inner(".then"))
            let negative = try value(otherwise, scope, place.inner(".else"))
            return test.map { .conditional($0, then: positive, otherwise: negative) } ?? .unknown
        }
    }

    /// Counts a value that a name stands for.
    private mutating func measure(_ value: Value, depth: Int, at location: SourceLocation, path: String) throws(Diagnostic) {
        valueCount += 1
        guard depth < Self.depthLimit, valueCount < Self.valueLimit else {
            throw source.diagnostic(
                "names that stand for names that stand for names ... grow too large", at: location, path: String(path.prefix(60)))
        }
        switch value {
        case .constant, .inputChannels, .classes, .unknown: break
        case .decision(_, let options):
            for option in options { try measure(option, depth: depth + 1, at: location, path: path) }
        case .scale(let factors, let multiple, _, _):
            for factor in factors { try measure(factor, depth: depth + 1, at: location, path: path) }
            try measure(multiple, depth: depth + 1, at: location, path: path)
        case .pair(let first, let second):
            try measure(first, depth: depth + 1, at: location, path: path)
            try measure(second, depth: depth + 1, at: location, path: path)
        case .conditional(let condition, let then, let otherwise):
            try measure(condition.subject, depth: depth + 1, at: location, path: path)
            try measure(then, depth: depth + 1, at: location, path: path)
            try measure(otherwise, depth: depth + 1, at: location, path: path)
        }
    }

    /// A value for a parameter: checked, and in the form that emission reads.
    mutating func value(
        _ syntax: ValueSyntax, as kind: ParameterKind, _ scope: Scope, _ place: Place, what: String
    ) throws(Diagnostic) -> Value {
        convert(try value(syntax, scope, place), to: kind, at: syntax.location, path: place.path, what: what)
    }

    /// What cannot be converted is reported, each by itself, and is then unknown.
    private func convert(_ value: Value, to kind: ParameterKind, at location: SourceLocation, path: String, what: String) -> Value {
        func refuse(_ got: String, at place: SourceLocation) -> Value {
            report("\(what) must be \(kind.inWords), got \(got)", at: place, path: path)
            return .unknown
        }
        switch value {
        case .unknown: return value
        case .constant(let constant, let place):
            guard let converted = kind.convert(constant) else {
                report(message(for: constant, kind, what, at: place), at: place, path: path, hint: hint(for: constant, kind))
                return .unknown
            }
            return .constant(converted, place)
        case .inputChannels(let place), .classes(let place):
            switch kind {
            case .whole: return value
            case .number(let range) where range.upperBound > 1: return value
            default:
                let word = if case .classes = value { "'classes'" } else { "'in'" }
                return refuse(word, at: place)
            }
        case .scale(let factors, let multiple, _, let place):
            switch kind {
            case .whole, .number: return .scale(factors, multipleOf: multiple, kind, place)
            default: return refuse("a product", at: place)
            }
        case .decision(let decision, let options):
            return .decision(decision, options.map { convert($0, to: kind, at: location, path: path, what: what) })
        case .pair(let first, let second):
            guard kind == .extent || kind == .padding else { return refuse("a pair", at: location) }
            let side = ParameterKind.whole(kind == .extent ? 1...10_000 : 0...10_000)
            let height = convert(first, to: side, at: location, path: path, what: what)
            let width = convert(second, to: side, at: location, path: path, what: what)
            guard height.isIndependentOfShapes, width.isIndependentOfShapes else {
                report("'in', 'classes' and 'scale' cannot be a side of \(what)", at: location, path: path)
                return .unknown
            }
            return .pair(height, width)
        case .conditional(let condition, let then, let otherwise):
            return .conditional(
                condition, then: convert(then, to: kind, at: location, path: path, what: what),
                otherwise: convert(otherwise, to: kind, at: location, path: path, what: what))
        }
    }

    private func message(for constant: Constant, _ kind: ParameterKind, _ what: String, at place: SourceLocation) -> String {
        let got = written(constant, at: place)
        switch (kind, constant) {
        case (.whole(let range), .integer(let value)) where value < range.lowerBound:
            return "\(what) must be at least \(range.lowerBound), got \(got)"
        case (.whole(let range), .integer(let value)) where value > range.upperBound:
            return "\(what) must be at most \(range.upperBound), got \(got)"
        case (_, .word(let word)) where Constant.isQuoted(word):
            return "\(what) must be \(kind.inWords), got the text \(got)"
        default: return "\(what) must be \(kind.inWords), got \(got)"
        }
    }

    /// A constant as the file has it.
    func written(_ constant: Constant, at place: SourceLocation) -> String { space.written[place] ?? constant.text }

    private func hint(for constant: Constant, _ kind: ParameterKind) -> String? {
        guard case .word(let word) = constant else { return nil }
        if Constant.isQuoted(word) { return "quotes make a text of it: write \(word) without them" }
        if case .word(let known) = kind {
            return mistakes.wantsHints ? Spelling.meant(by: word, among: known) : nil
        }
        if ["yes", "no", "on", "off"].contains(word.lowercased()) { return "write true or false" }
        return globals[word] != nil || space.choices.contains { $0.name == word } ? "the choice of that name is $\(word)" : nil
    }

    /// Nil where nothing can be asked, which is reported.
    mutating func condition(_ syntax: ConditionSyntax, _ scope: Scope, _ place: Place) throws(Diagnostic) -> Value.Condition? {
        let subject = try lookUp(syntax.name, scope, at: syntax.location, path: place.path)
        try measure(subject, depth: 0, at: syntax.location, path: place.path)
        guard subject.isIndependentOfShapes else {
            report("when cannot ask for '$\(syntax.name)', which depends on the shape of a tensor", at: syntax.location, path: place.path)
            return nil
        }
        guard subject.hasWholePairs else {
            report(
                "when cannot ask for '$\(syntax.name)', a pair with a side that is not a whole number", at: syntax.location,
                path: place.path, hint: "a value that is left open is {choice: [...]}")
            return nil
        }
        guard !subject.hasUnknowns else { return nil }
        var possible: [Constant] = []
        subject.forEachConstant { constant, _ in possible.append(constant) }
        if !possible.isEmpty {
            for (constant, location) in syntax.accepted where !possible.contains(where: { $0.means(constant) }) {
                report(
                    "'$\(syntax.name)' is never \(written(constant, at: location))", at: location, path: place.path,
                    hint: "it can be " + possible.prefix(24).map(\.text).joined(separator: ", "))
            }
        }
        return Value.Condition(subject: subject, accepted: syntax.accepted.map(\.constant))
    }

    private mutating func lookUp(_ name: String, _ scope: Scope, at location: SourceLocation, path: String) throws(Diagnostic) -> Value {
        if let value = scope[name] { return value }
        if space.choices.contains(where: { $0.name == name }) { return try global(name, at: location, path: path) }
        if space.knowsChoices, openScopes == 0 {
            let choices = space.choices.map(\.name)
            let known = choices + scope.keys.filter { !choices.contains($0) }.sorted()
            report(
                "there is no choice or argument '$\(name)'", at: location, path: path,
                hint: mistakes.wantsHints ? Spelling.hint(for: name, among: known) : nil)
        }
        return .unknown
    }

    /// The value of a named choice; looked up once, in whatever order they refer to each other.
    mutating func global(_ name: String, at location: SourceLocation, path: String) throws(Diagnostic) -> Value {
        if let known = globals[name] { return known }
        guard let choice = space.choices.first(where: { $0.name == name }) else { preconditionFailure("checked by the caller") }
        if let start = openChoices.firstIndex(of: name) {
            let circle = (openChoices[start...] + [name]).map { "$\($0)" }.joined(separator: " -> ")
            report("choices that stand for each other: \(circle)", at: location, path: path)
            return .unknown
        }
        guard openChoices.count < Self.depthLimit else {
            throw source.diagnostic("more than \(Self.depthLimit) names that stand for one another", at: location, path: path)
        }
        openChoices.append(name)
        let rank = currentRank
        currentRank = space.sections.firstIndex(of: .choices) ?? rank
        let resolved = try value(choice.value, [:], Place(path: "choices.\(name)", decisions: name))
        currentRank = rank
        openChoices.removeLast()
        globals[name] = resolved
        return resolved
    }

    /// Numbers the decisions of a named choice before any reference is followed, so that they stand in the file's order.
    mutating func allocate(_ syntax: ValueSyntax, _ place: Place) throws(Diagnostic) {
        switch syntax.kind {
        case .constant, .reference, .inputChannels, .classes, .broken: break
        case .choice(let options):
            _ = try decision(place.decisions, options: options.map(\.label), at: syntax.location)
            for (index, option) in options.enumerated() { try allocate(option.value, place.inner(".options[\(index)]")) }
        case .scale(let factors, let multiple):
            for (index, factor) in factors.enumerated() { try allocate(factor, place.inner(".scale[\(index)]")) }
            if let multiple { try allocate(multiple, place.inner(".multiple_of")) }
        case .pair(let first, let second):
            try allocate(first, place.inner("[0]"))
            try allocate(second, place.inner("[1]"))
        case .conditional(_, let then, let otherwise):
            try allocate(then, place.inner(".then"))
            try allocate(otherwise, place.inner(".else"))
        }
    }
}
