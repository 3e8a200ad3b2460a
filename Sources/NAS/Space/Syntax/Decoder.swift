import Support

/// Turns nodes into syntax. What cannot be read is reported, and something broken takes its place: of a file with mistakes all are found.
/// Its helpers find what every mistake has in common: a wrong kind of node, an unknown, missing or wrong key.
struct Decoder {
    let source: SourceText
    let mistakes: Mistakes
    /// The names under `blocks:`, for telling a layer from a block that is used.
    var blockNames: [String] = []
    /// Whether those are all: else any word may be a block.
    var knowsBlocks = true

    func fault(_ message: String, at location: SourceLocation, path: String, hint: String? = nil) -> Diagnostic {
        source.diagnostic(message, at: location, path: path, hint: hint)
    }

    func report(_ message: String, at location: SourceLocation, path: String, hint: String? = nil) {
        mistakes.report(fault(message, at: location, path: path, hint: hint))
    }

    /// What a word was meant to be, or what is known.
    func hint(for word: String, among known: [String]) -> String? {
        mistakes.wantsHints ? Spelling.hint(for: word, among: known) : nil
    }

    func closest(to word: String, among known: [String]) -> String? {
        mistakes.wantsHints ? Spelling.closest(to: word, among: known) : nil
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

    /// A whole number that cannot be a choice; nil where it is none, which is reported.
    func whole(_ node: SourceNode, in range: ClosedRange<Int>, path: String, what: String) -> Int? {
        guard case .scalar(let text, plain: true) = node.content, case .integer(let value)? = Constant(plain: text),
            range.contains(value)
        else {
            var hint: String?
            if case .mapping = node.content { hint = "\(what) cannot be a choice" }
            report(
                "\(what) must be a whole number from \(range.lowerBound) to \(range.upperBound), got \(source.inWords(node))",
                at: node.location, path: path, hint: hint)
            return nil
        }
        return value
    }

    /// A name a person gives to a choice, a block, an argument or an option.
    func checkName(_ name: String, at location: SourceLocation, path: String, what: String) {
        let first = name.utf8.first ?? 0
        let letters = (97...122).contains(first) || (65...90).contains(first) || first == UInt8(ascii: "_")
        let rest = name.utf8.allSatisfy {
            (97...122).contains($0) || (65...90).contains($0) || (48...57).contains($0) || $0 == UInt8(ascii: "_")
                || $0 == UInt8(ascii: "-")
        }
        if !letters || !rest || name.utf8.count > 64 {
            report(
                "'\(name.prefix(64))' is not a name for \(what)", at: location, path: path,
                hint: "letters, digits, _ and -, at most 64, a letter first")
        } else if what != "a space", Self.reservedNames.contains(name) {
            report("'\(name)' has a meaning of its own and cannot name \(what)", at: location, path: path)
        }
    }

    /// Words of the language, and the parts of a file, whose names decisions begin with.
    private static let reservedNames =
        ["in", "classes", "required", "with", "shared", "layers", "graph"] + SpaceSyntax.Section.allCases.map(\.rawValue)

    /// A mapping's entries under the keys that it can have. What is misspelt counts as what was meant, so that it is not missed too; where
    /// nobody knows what a key means, it may be any of those that are missing.
    ///
    /// - Parameters:
    ///   - location: where it is said what is missing.
    ///   - hint: said with it.
    func checked(
        _ entries: [SourceNode.Entry], keys known: [String], needing required: [String] = [], at location: SourceLocation, path: String,
        what: String, hint missingHint: String? = nil
    ) -> [SourceNode.Entry] {
        var result: [SourceNode.Entry] = []
        var isStrange = false
        for entry in entries {
            if known.contains(entry.key) {
                result.append(entry)
                continue
            }
            report("\(what) has no key '\(entry.key)'", at: entry.keyLocation, path: path, hint: hint(for: entry.key, among: known))
            if let meant = closest(to: entry.key, among: known), !(entries + result).contains(where: { $0.key == meant }) {
                result.append(SourceNode.Entry(key: meant, keyLocation: entry.keyLocation, value: entry.value, isGuess: true))
            } else if OtherNames.note(on: entry.key) == nil {
                isStrange = true
            }
        }
        let missing = isStrange ? [] : required.filter { result[$0] == nil }
        if !missing.isEmpty { report("\(what) needs \(Self.list(missing))", at: location, path: path, hint: missingHint) }
        return result
    }

    /// `'a', 'b' and 'c'`.
    static func list(_ words: [String]) -> String {
        let quoted = words.map { "'\($0)'" }
        guard let last = quoted.last, quoted.count > 1 else { return quoted.joined() }
        return quoted.dropLast().joined(separator: ", ") + " and " + last
    }
}

extension [SourceNode.Entry] {
    subscript(key: String) -> SourceNode? { first { $0.key == key }?.value }
}
