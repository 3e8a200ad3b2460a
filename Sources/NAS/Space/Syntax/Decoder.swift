import Support

/// Turns nodes into syntax. Its helpers find what every mistake has in common: a wrong kind of node, an unknown, missing
/// or wrong key.
struct Decoder {
    let source: SourceText
    /// The names under `blocks:`, for telling a layer from a block that is used.
    var blockNames: [String] = []

    func fault(_ message: String, at location: SourceLocation, path: String, hint: String? = nil) -> Diagnostic {
        source.diagnostic(message, at: location, path: path, hint: hint)
    }

    func mapping(_ node: SourceNode, path: String, what: String) throws(Diagnostic) -> [SourceNode.Entry] {
        guard case .mapping(let entries) = node.content else {
            throw fault("\(what) must be a mapping (key: value), got \(node.kindInWords)", at: node.location, path: path)
        }
        return entries
    }

    func list(_ node: SourceNode, path: String, what: String) throws(Diagnostic) -> [SourceNode] {
        guard case .sequence(let items) = node.content else {
            throw fault("\(what) must be a list, got \(node.kindInWords)", at: node.location, path: path)
        }
        return items
    }

    func word(_ node: SourceNode, path: String, what: String) throws(Diagnostic) -> String {
        guard case .scalar(let text, _) = node.content, !text.isEmpty else {
            throw fault("\(what) must be a word, got \(node.kindInWords)", at: node.location, path: path)
        }
        return text
    }

    /// A whole number that cannot be a choice.
    func whole(_ node: SourceNode, in range: ClosedRange<Int>, path: String, what: String) throws(Diagnostic) -> Int {
        guard case .scalar(let text, plain: true) = node.content, case .integer(let value)? = Constant(plain: text),
            range.contains(value)
        else {
            var hint: String?
            if case .mapping = node.content { hint = "\(what) cannot be a choice" }
            throw fault(
                "\(what) must be a whole number from \(range.lowerBound) to \(range.upperBound), got \(node.kindInWords)",
                at: node.location,
                path: path, hint: hint)
        }
        return value
    }

    /// A name a person gives to a choice, a block, an argument or an option.
    func checkName(_ name: String, at location: SourceLocation, path: String, what: String) throws(Diagnostic) {
        let first = name.utf8.first ?? 0
        let letters = (97...122).contains(first) || (65...90).contains(first) || first == UInt8(ascii: "_")
        let rest = name.utf8.allSatisfy {
            (97...122).contains($0) || (65...90).contains($0) || (48...57).contains($0) || $0 == UInt8(ascii: "_")
                || $0 == UInt8(ascii: "-")
        }
        guard letters, rest, name.utf8.count <= 64 else {
            throw fault(
                "'\(name.prefix(64))' is not a name for \(what)", at: location, path: path,
                hint: "letters, digits, _ and -, at most 64, a letter first")
        }
        guard what == "a space" || !Self.reservedNames.contains(name) else {
            throw fault("'\(name)' has a meaning of its own and cannot name \(what)", at: location, path: path)
        }
    }

    /// Words of the language, and the parts of a file, whose names decisions begin with.
    private static let reservedNames =
        ["in", "classes", "required", "with", "shared", "layers", "graph"] + SpaceSyntax.Section.allCases.map(\.rawValue)

    func checkKeys(
        _ entries: [SourceNode.Entry], known: [String], path: String, what: String
    ) throws(Diagnostic) {
        for entry in entries where !known.contains(entry.key) {
            throw fault(
                "\(what) has no key '\(entry.key)'", at: entry.keyLocation, path: path, hint: Spelling.hint(for: entry.key, among: known))
        }
    }

    func required(
        _ key: String, _ entries: [SourceNode.Entry], at location: SourceLocation, path: String, what: String
    ) throws(Diagnostic) -> SourceNode {
        guard let entry = entries.first(where: { $0.key == key }) else {
            throw fault("\(what) needs '\(key)'", at: location, path: path)
        }
        return entry.value
    }
}

extension [SourceNode.Entry] {
    subscript(key: String) -> SourceNode? { first { $0.key == key }?.value }
}
