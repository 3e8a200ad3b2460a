import Foundation
import Support

extension Decoder {
    /// `{range: [1, 8], step: 2}`
    func range(_ entries: [SourceNode.Entry], at location: SourceLocation, path: String) throws(Diagnostic) -> ValueSyntax.Kind {
        let step = try entries["step"].map { (node) throws(Diagnostic) in
            let step = try number(node, path: path, what: "step")
            guard let size = step.asDouble, size > 0 else {
                throw fault("step must be more than 0, got \(source.written(node))", at: node.location, path: path)
            }
            return step
        }
        let (first, last, bounds) = try bounds("range", entries, path: path)
        guard let low = first.asDouble, let high = last.asDouble, let size = (step ?? .integer(1)).asDouble else { preconditionFailure() }
        let count = ((high - low) / size + 1e-9).rounded(.down) + 1
        guard count <= Double(Self.optionLimit) else {
            throw fault(
                "a range has at most \(Self.optionLimit) values, this one has \(count < 1e15 ? "\(Int(count))" : "\(count)")",
                at: bounds.location, path: path, hint: "give a larger step, or use log_range")
        }
        var values: [Constant] = []
        for index in 0..<Int(count) {
            if case .integer(let low) = first, case .integer(let size) = step ?? .integer(1) {
                values.append(.integer(low + index * size))
            } else {
                values.append(.number(Self.rounded(low + Double(index) * size, digits: 12)))
            }
        }
        return choice(of: values, at: location)
    }

    /// `{log_range: [0.001, 0.1], steps: 5}`
    func logRange(_ entries: [SourceNode.Entry], at location: SourceLocation, path: String) throws(Diagnostic) -> ValueSyntax.Kind {
        let steps = entries["steps"].flatMap { whole($0, in: 2...Self.optionLimit, path: path, what: "steps") }
        let (first, last, bounds) = try bounds("log_range", entries, path: path)
        guard let low = first.asDouble, let high = last.asDouble, low > 0, high > low else {
            throw fault("log_range needs two numbers above 0, the smaller first", at: bounds.location, path: path)
        }
        guard let steps else { return .broken }
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
        return choice(of: values, at: location)
    }

    private func choice(of values: [Constant], at location: SourceLocation) -> ValueSyntax.Kind {
        .choice(values.map { OptionSyntax(label: $0.text, value: ValueSyntax(kind: .constant($0), location: location)) })
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
            let given = items.map(source.written).joined(separator: ", ")
            throw fault("\(form) must go up, got [\(given)]", at: node.location, path: path)
        }
        return (first, last, node)
    }

    /// A number of a reasonable size that cannot be a choice.
    private func number(_ node: SourceNode, path: String, what: String) throws(Diagnostic) -> Constant {
        guard case .scalar(let text, plain: true) = node.content, let constant = Constant(plain: text), let number = constant.asDouble
        else {
            throw fault("\(what) must be a number, got \(source.inWords(node))", at: node.location, path: path)
        }
        guard abs(number) <= 1e12 else { throw fault("\(what) is too large: \(text.prefix(40))", at: node.location, path: path) }
        return constant
    }

    /// To so many significant digits: what a person would have written.
    private static func rounded(_ value: Double, digits: Int) -> Double {
        guard value != 0 else { return 0 }
        return Double(String(format: "%.\(digits)g", value)) ?? value
    }
}
