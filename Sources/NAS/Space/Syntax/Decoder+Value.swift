import Support

extension Decoder {
    static let valueForms: [String: [String]] = [
        "choice": ["choice"], "range": ["range", "step"], "log_range": ["log_range", "steps"], "scale": ["scale", "multiple_of"],
        "when": ["when", "is", "then", "else"],
    ]
    /// More options than this in one decision is a mistake, not a search space.
    static let optionLimit = 1024

    /// Whether a mapping is a value that is left open or computed, not the arguments of a layer.
    static func isValueForm(_ node: SourceNode) -> Bool {
        guard case .mapping(let entries) = node.content, let first = entries.first else { return false }
        return valueForms[first.key] != nil
    }

    func value(_ node: SourceNode, path: String) -> ValueSyntax {
        mistakes.attempt { () throws(Diagnostic) in try readValue(node, path: path) }
            ?? ValueSyntax(kind: .broken, location: node.location)
    }

    private func readValue(_ node: SourceNode, path: String) throws(Diagnostic) -> ValueSyntax {
        switch node.content {
        case .scalar(let text, let plain): return try scalarValue(node, text, plain: plain, path: path)
        case .sequence(let items): return try listValue(node, items, path: path)
        case .mapping(let entries): return try formValue(node, entries, path: path)
        }
    }

    private func formValue(_ node: SourceNode, _ given: [SourceNode.Entry], path: String) throws(Diagnostic) -> ValueSyntax {
        let known = Self.valueForms.keys.sorted()
        guard let form = given.first(where: { Self.valueForms[$0.key] != nil }) else {
            let location = given.first?.keyLocation ?? node.location
            let word = given.first?.key ?? "{}"
            throw fault("'\(word)' is not a form of value", at: location, path: path, hint: hint(for: word, among: known))
        }
        let required = ["log_range": ["steps"], "when": ["when", "is", "then", "else"]][form.key] ?? []
        let entries = checked(
            given, keys: Self.valueForms[form.key] ?? [], needing: required, at: node.location, path: path, what: form.key)
        let kind: ValueSyntax.Kind
        switch form.key {
        case "choice": kind = .choice(try valueOptions(form.value, path: path))
        case "range": kind = try range(entries, at: node.location, path: path)
        case "log_range": kind = try logRange(entries, at: node.location, path: path)
        case "scale": kind = try scale(form.value, entries, path: path)
        default: kind = conditionalValue(entries, path: path)
        }
        return ValueSyntax(kind: kind, location: node.location)
    }

    private func scalarValue(_ node: SourceNode, _ text: String, plain: Bool, path: String) throws(Diagnostic) -> ValueSyntax {
        if text.hasPrefix("$") {
            let name = String(text.dropFirst())
            guard !name.isEmpty else { throw fault("'$' needs a name behind it", at: node.location, path: path) }
            return ValueSyntax(kind: .reference(name), location: node.location)
        }
        guard plain else { return ValueSyntax(kind: .constant(.word(text)), location: node.location) }
        guard let constant = Constant(plain: text) else { throw fault("a value is missing", at: node.location, path: path) }
        switch constant {
        case .word("in"): return ValueSyntax(kind: .inputChannels, location: node.location)
        case .word("classes"): return ValueSyntax(kind: .classes, location: node.location)
        case .word(let word) where word.utf8.allSatisfy({ (48...57).contains($0) || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "+") }):
            throw fault("the number \(word.prefix(40)) is out of range", at: node.location, path: path)
        default: return ValueSyntax(kind: .constant(constant), location: node.location)
        }
    }

    private func listValue(_ node: SourceNode, _ items: [SourceNode], path: String) throws(Diagnostic) -> ValueSyntax {
        var members: [ValueSyntax] = []
        var numbers: [Double] = []
        var isBroken = false
        for (index, item) in items.enumerated() {
            let member = value(item, path: "\(path)[\(index)]")
            members.append(member)
            if case .constant(let constant) = member.kind, let number = constant.asDouble { numbers.append(number) }
            if case .broken = member.kind { isBroken = true }
        }
        if isBroken { return ValueSyntax(kind: .broken, location: node.location) }
        if members.count == 2, case .constant(.integer(let height)) = members[0].kind, case .constant(.integer(let width)) = members[1].kind
        {
            return ValueSyntax(kind: .constant(.pair(height, width)), location: node.location)
        }
        if numbers.count == members.count, !members.isEmpty {
            return ValueSyntax(kind: .constant(.list(numbers)), location: node.location)
        }
        guard members.count == 2 else {
            throw fault(
                "a list is not a value here", at: node.location, path: path,
                hint: "[height, width] is a pair; {choice: [...]} leaves a value open")
        }
        return ValueSyntax(kind: .pair(members[0], members[1]), location: node.location)
    }

    /// A choice's options: a list, or a mapping that names them.
    func options(_ node: SourceNode, path: String) throws(Diagnostic) -> [(label: String, node: SourceNode, path: String)] {
        var options: [(label: String, node: SourceNode, path: String)] = []
        switch node.content {
        case .sequence(let items):
            for (index, item) in items.enumerated() { options.append((Self.label(of: item), item, "\(path).options[\(index)]")) }
        case .mapping(let entries) where !Self.isValueForm(node):
            for (index, entry) in entries.enumerated() {
                checkName(entry.key, at: entry.keyLocation, path: path, what: "an option")
                options.append((entry.key, entry.value, "\(path).options[\(index)]"))
            }
        default:
            throw fault("choice needs a list of options, got \(node.kindInWords)", at: node.location, path: path)
        }
        guard !options.isEmpty else { throw fault("a choice needs at least one option", at: node.location, path: path) }
        guard options.count <= Self.optionLimit else {
            throw fault("a choice has at most \(Self.optionLimit) options, got \(options.count)", at: node.location, path: path)
        }
        var seen: Set<String> = []
        for option in options where !seen.insert(option.label).inserted {
            report("the option '\(option.label)' is given twice", at: option.node.location, path: path)
        }
        return options
    }

    /// An option without a name of its own is called what it is.
    private static func label(of node: SourceNode) -> String {
        if case .scalar(let text, plain: true) = node.content, let constant = Constant(plain: text) { return constant.text }
        return node.compactText
    }

    private func valueOptions(_ node: SourceNode, path: String) throws(Diagnostic) -> [OptionSyntax<ValueSyntax>] {
        try options(node, path: path).map { OptionSyntax(label: $0.label, value: value($0.node, path: $0.path)) }
    }

    private func scale(_ node: SourceNode, _ entries: [SourceNode.Entry], path: String) throws(Diagnostic) -> ValueSyntax.Kind {
        let multiple = entries["multiple_of"].map { value($0, path: "\(path).multiple_of") }
        let factors = try list(node, path: path, what: "scale")
        let values = factors.enumerated().map { index, factor in value(factor, path: "\(path).scale[\(index)]") }
        guard factors.count >= 2 else {
            throw fault("scale multiplies at least two values, got \(factors.count)", at: node.location, path: path)
        }
        return .scale(values, multipleOf: multiple)
    }

    private func conditionalValue(_ entries: [SourceNode.Entry], path: String) -> ValueSyntax.Kind {
        let condition = condition(entries, path: path)
        let then = entries["then"].map { value($0, path: "\(path).then") }
        let otherwise = entries["else"].map { value($0, path: "\(path).else") }
        guard let condition, let then, let otherwise else { return .broken }
        return .conditional(condition, then: then, otherwise: otherwise)
    }

    /// `when` and `is`; nil where they are broken or missing, which is reported.
    func condition(_ entries: [SourceNode.Entry], path: String) -> ConditionSyntax? {
        guard let subject = entries["when"], let acceptedNode = entries["is"] else { return nil }
        let accepted = mistakes.attempt { () throws(Diagnostic) in try acceptedValues(acceptedNode, path: path) }
        let name = mistakes.attempt { () throws(Diagnostic) -> String in
            let text = try word(subject, path: path, what: "when")
            guard text.hasPrefix("$"), text.count > 1 else {
                throw fault("when needs the name of a choice, like $width, got '\(text)'", at: subject.location, path: path)
            }
            return String(text.dropFirst())
        }
        guard let name, let accepted else { return nil }
        return ConditionSyntax(name: name, location: subject.location, accepted: accepted)
    }

    private func acceptedValues(
        _ node: SourceNode, path: String
    ) throws(Diagnostic) -> [(constant: Constant, location: SourceLocation)] {
        var items = [node]
        if case .sequence(let list) = node.content { items = list }
        guard !items.isEmpty else { throw fault("'is' needs at least one value", at: node.location, path: path) }
        var accepted: [(constant: Constant, location: SourceLocation)] = []
        for item in items {
            guard case .constant(let constant) = try readValue(item, path: "\(path).is").kind else {
                throw fault("'is' takes plain values", at: item.location, path: path)
            }
            accepted.append((constant, item.location))
        }
        return accepted
    }
}
