internal import NetworkGraph
import Support

extension Decoder {
    func input(_ entry: SourceNode.Entry) throws(Diagnostic) -> SpaceSyntax.Input {
        let entries = checked(
            try mapping(entry.value, path: "input", what: "input"), keys: ["shape", "classes", "from", "resolution", "resize"],
            at: entry.keyLocation, path: "input", what: "input")
        var input = SpaceSyntax.Input(location: entry.value.location)
        if let node = entries["classes"] { input.classes = whole(node, in: 2...1_000_000, path: "input.classes", what: "classes") }
        for part in entries where part.key == "resolution" || part.key == "resize" {
            let syntax = value(part.value, path: "input.\(part.key)")
            input.values.append(
                ArgumentSyntax(
                    name: part.key, location: part.value.location,
                    value: part.isGuess ? ValueSyntax(kind: .broken, location: syntax.location) : syntax))
        }
        input.sizeLocation = (entries["shape"] ?? entries["resolution"])?.location
        if let node = entries["shape"] {
            for other in entries where other.key == "from" || other.key == "resolution" {
                report("'\(other.key)' and 'shape' exclude each other", at: other.keyLocation, path: "input")
            }
            input.shape = mistakes.attempt { () throws(Diagnostic) in try shape(node) } ?? nil
        } else if let from = entries["from"] {
            guard case .scalar("data", _) = from.content else {
                report("input can come from: data, got \(from.kindInWords)", at: from.location, path: "input.from")
                return input
            }
        } else if !entries.isEmpty || mistakes.count == 0 {
            report("input needs 'shape', or 'from: data'", at: entry.keyLocation, path: "input")
        }
        return input
    }

    /// `[height, width, channels]`; nil where a side is wrong, which is reported.
    private func shape(_ node: SourceNode) throws(Diagnostic) -> Shape? {
        let sides = try list(node, path: "input.shape", what: "shape")
        guard sides.count == 3 else {
            throw fault(
                "shape is [height, width, channels], got \(Plural.count(sides.count, "number"))", at: node.location, path: "input.shape")
        }
        let numbers = sides.compactMap { whole($0, in: 1...65_536, path: "input.shape", what: "a side of the shape") }
        guard numbers.count == 3 else { return nil }
        let shape = Shape(height: numbers[0], width: numbers[1], channels: numbers[2])
        do throws(ShapeError) { try shape.validate() } catch {
            throw fault(error.message, at: node.location, path: "input.shape", hint: error.hint)
        }
        return shape
    }
}
