import Foundation
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

    func value(_ node: SourceNode, path: String) throws(Diagnostic) -> ValueSyntax {
        switch node.content {
        case .scalar(let text, let plain): return try scalarValue(node, text, plain: plain, path: path)
        case .sequence(let items): return try listValue(node, items, path: path)
        case .mapping(let entries):
            let known = Self.valueForms.keys.sorted()
            guard let form = entries.first(where: { Self.valueForms[$0.key] != nil }) else {
                let location = entries.first?.keyLocation ?? node.location
                let word = entries.first?.key ?? "{}"
                throw fault(
                    "'\(word)' is not a form of value", at: location, path: path, hint: Spelling.hint(for: word, among: known))
            }
            try checkKeys(entries, known: Self.valueForms[form.key] ?? [], path: path, what: form.key)
            switch form.key {
            case "choice": return ValueSyntax(kind: .choice(try valueOptions(form.value, path: path)), location: node.location)
            case "range": return try rangeValue(node, entries, path: path)
            case "log_range": return try logRangeValue(node, entries, path: path)
            case "scale": return try scaleValue(node, entries, path: path)
            default: return try conditionalValue(node, entries, path: path)
            }
        }
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
        for (index, item) in items.enumerated() { members.append(try value(item, path: "\(path)[\(index)]")) }
        var numbers: [Double] = []
        for member in members {
            if case .constant(let constant) = member.kind, let number = constant.asDouble { numbers.append(number) }
        }
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
                try checkName(entry.key, at: entry.keyLocation, path: path, what: "an option")
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
            throw fault("the option '\(option.label)' is given twice", at: option.node.location, path: path)
        }
        return options
    }

    /// An option without a name of its own is called what it is.
    private static func label(of node: SourceNode) -> String {
        if case .scalar(let text, plain: true) = node.content, let constant = Constant(plain: text) { return constant.text }
        return node.compactText
    }

    private func valueOptions(_ node: SourceNode, path: String) throws(Diagnostic) -> [OptionSyntax<ValueSyntax>] {
        var result: [OptionSyntax<ValueSyntax>] = []
        for option in try options(node, path: path) {
            result.append(OptionSyntax(label: option.label, value: try value(option.node, path: option.path)))
        }
        return result
    }

    private func rangeValue(_ node: SourceNode, _ entries: [SourceNode.Entry], path: String) throws(Diagnostic) -> ValueSyntax {
        let (first, last, bounds) = try bounds("range", entries, path: path)
        var step = Constant.integer(1)
        if let stepNode = entries["step"] {
            step = try number(stepNode, path: path, what: "step")
            guard let size = step.asDouble, size > 0 else {
                throw fault("step must be more than 0, got \(step.text)", at: stepNode.location, path: path)
            }
        }
        guard let low = first.asDouble, let high = last.asDouble, let size = step.asDouble else { preconditionFailure() }
        let count = ((high - low) / size + 1e-9).rounded(.down) + 1
        guard count <= Double(Self.optionLimit) else {
            throw fault(
                "a range has at most \(Self.optionLimit) values, this one has \(count < 1e15 ? "\(Int(count))" : "\(count)")",
                at: bounds.location, path: path, hint: "give a larger step, or use log_range")
        }
        var values: [Constant] = []
        for index in 0..<Int(count) {
            if case .integer(let low) = first, case .integer(let size) = step {
                values.append(.integer(low + index * size))
            } else {
                values.append(.number(Self.rounded(low + Double(index) * size, digits: 12)))
            }
        }
        return choice(of: values, node)
    }

    private func logRangeValue(_ node: SourceNode, _ entries: [SourceNode.Entry], path: String) throws(Diagnostic) -> ValueSyntax {
        let (first, last, bounds) = try bounds("log_range", entries, path: path)
        let stepsNode = try required("steps", entries, at: node.location, path: path, what: "log_range")
        let steps = try whole(stepsNode, in: 2...Self.optionLimit, path: path, what: "steps")
        guard let low = first.asDouble, let high = last.asDouble, low > 0, high > low else {
            throw fault("log_range needs two numbers above 0, the smaller first", at: bounds.location, path: path)
        }
        var values: [Constant] = []
        for index in 0..<steps {
            let exact = low * pow(high / low, Double(index) / Double(steps - 1))
            if case .integer = first, case .integer = last {
                values.append(.integer(Int(exact.rounded())))
            } else {
                values.append(.number(index == 0 ? low : index == steps - 1 ? high : Self.rounded(exact, digits: 4)))
            }
        }
        guard Set(values).count == values.count else {
            throw fault(
                "\(steps) steps from \(first.text) to \(last.text) are not distinct", at: bounds.location, path: path,
                hint: "use fewer steps")
        }
        return choice(of: values, node)
    }

    private func choice(of values: [Constant], _ node: SourceNode) -> ValueSyntax {
        let options = values.map { OptionSyntax(label: $0.text, value: ValueSyntax(kind: .constant($0), location: node.location)) }
        return ValueSyntax(kind: .choice(options), location: node.location)
    }

    private func bounds(
        _ form: String, _ entries: [SourceNode.Entry], path: String
    ) throws(Diagnostic) -> (Constant, Constant, SourceNode) {
        guard let node = entries[form] else { preconditionFailure() }
        let items = try list(node, path: path, what: form)
        guard items.count == 2 else {
            throw fault("\(form) needs two numbers [first, last], got \(items.count)", at: node.location, path: path)
        }
        let first = try number(items[0], path: path, what: "the first value of \(form)")
        let last = try number(items[1], path: path, what: "the last value of \(form)")
        guard let low = first.asDouble, let high = last.asDouble, low <= high else {
            throw fault("\(form) must go up, got [\(first.text), \(last.text)]", at: node.location, path: path)
        }
        return (first, last, node)
    }

    /// A number of a reasonable size that cannot be a choice.
    private func number(_ node: SourceNode, path: String, what: String) throws(Diagnostic) -> Constant {
        guard case .scalar(let text, plain: true) = node.content, let constant = Constant(plain: text), let number = constant.asDouble
        else {
            throw fault("\(what) must be a number, got \(node.kindInWords)", at: node.location, path: path)
        }
        guard abs(number) <= 1e12 else { throw fault("\(what) is too large: \(text.prefix(40))", at: node.location, path: path) }
        return constant
    }

    private func scaleValue(_ node: SourceNode, _ entries: [SourceNode.Entry], path: String) throws(Diagnostic) -> ValueSyntax {
        guard let factorsNode = entries["scale"] else { preconditionFailure() }
        let factors = try list(factorsNode, path: path, what: "scale")
        guard factors.count >= 2 else {
            throw fault("scale multiplies at least two values, got \(factors.count)", at: factorsNode.location, path: path)
        }
        var values: [ValueSyntax] = []
        for (index, factor) in factors.enumerated() { values.append(try value(factor, path: "\(path).scale[\(index)]")) }
        let multiple = entries["multiple_of"]
        return ValueSyntax(
            kind: .scale(
                values, multipleOf: try multiple.map { (node) throws(Diagnostic) in try value(node, path: "\(path).multiple_of") }),
            location: node.location)
    }

    private func conditionalValue(_ node: SourceNode, _ entries: [SourceNode.Entry], path: String) throws(Diagnostic) -> ValueSyntax {
        let condition = try condition(node, entries, path: path)
        let then = try required("then", entries, at: node.location, path: path, what: "when")
        let otherwise = try required("else", entries, at: node.location, path: path, what: "when")
        return ValueSyntax(
            kind: .conditional(
                condition, then: try value(then, path: "\(path).then"), otherwise: try value(otherwise, path: "\(path).else")),
            location: node.location)
    }

    func condition(_ node: SourceNode, _ entries: [SourceNode.Entry], path: String) throws(Diagnostic) -> ConditionSyntax {
        let subject = try required("when", entries, at: node.location, path: path, what: "when")
        let text = try word(subject, path: path, what: "when")
        guard text.hasPrefix("$"), text.count > 1 else {
            throw fault("when needs the name of a choice, like $width, got '\(text)'", at: subject.location, path: path)
        }
        let acceptedNode = try required("is", entries, at: node.location, path: path, what: "when")
        var items = [acceptedNode]
        if case .sequence(let list) = acceptedNode.content { items = list }
        guard !items.isEmpty else { throw fault("'is' needs at least one value", at: acceptedNode.location, path: path) }
        var accepted: [(constant: Constant, location: SourceLocation)] = []
        for item in items {
            guard case .constant(let constant) = try value(item, path: "\(path).is").kind else {
                throw fault("'is' takes plain values", at: item.location, path: path)
            }
            accepted.append((constant, item.location))
        }
        return ConditionSyntax(name: String(text.dropFirst()), location: subject.location, accepted: accepted)
    }

    /// To so many significant digits: what a person would have written.
    private static func rounded(_ value: Double, digits: Int) -> Double {
        guard value != 0 else { return 0 }
        return Double(String(format: "%.\(digits)g", value)) ?? value
    }
}
