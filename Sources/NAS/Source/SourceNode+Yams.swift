internal import NetworkGraph
package import Support
internal import Yams

extension SourceNode {
    /// Parses a file's text. The one place that knows Yams.
    ///
    /// - Throws: a diagnostic for whatever YAML or the guard refuses: syntax, duplicate keys, nesting, a second document.
    package static func parse(_ source: SourceText) throws(Diagnostic) -> SourceNode {
        try TextGuard.check(source)
        let parser: Parser
        let root: Node?
        do {
            // No resolver: what a scalar means is decided by who decodes it, not by YAML's types (`no` is a word).
            parser = try Parser(yaml: source.text, resolver: .basic, encoding: .utf8)
            root = try parser.singleRoot()
        } catch let error as YamlError {
            throw diagnostic(error, source)
        } catch {
            throw source.diagnostic("not YAML: \(error)", at: SourceLocation(line: 1, column: 1))
        }
        // Nodes know their anchors as long as the parser lives.
        defer { withExtendedLifetime(parser) {} }
        let start = SourceLocation(line: 1, column: 1)
        guard let root else { throw source.diagnostic("the file is empty", at: start, hint: "see \(source.format.documentation)") }
        return try convert(root, in: source, fallback: start, depth: 0)
    }

    private static func convert(
        _ node: Node, in source: SourceText, fallback: SourceLocation, depth: Int
    ) throws(Diagnostic) -> SourceNode {
        let location = node.mark.map { source.location(line: $0.line, scalarColumn: $0.column) } ?? fallback
        guard depth < TextGuard.depthLimit else {
            throw source.diagnostic("lists and mappings are nested more than \(TextGuard.depthLimit) deep", at: location)
        }
        // The guard refuses most anchors with their place; none may reach the aliases, which Yams has written out.
        guard node.anchor == nil else { throw TextGuard.anchorDiagnostic(source, at: location) }
        switch node {
        case .scalar(let scalar):
            let plain = scalar.style == .plain || scalar.style == .any
            // libYAML places an empty value at the next token, often on the next line: name its key instead.
            let empty = plain && scalar.string.isEmpty
            return SourceNode(content: .scalar(scalar.string, plain: plain), location: empty ? fallback : location)
        case .sequence(let sequence):
            var items: [SourceNode] = []
            for item in sequence { items.append(try convert(item, in: source, fallback: location, depth: depth + 1)) }
            return SourceNode(content: .sequence(items), location: location)
        case .mapping(let mapping):
            var entries: [Entry] = []
            for (key, value) in mapping {
                let keyNode = try convert(key, in: source, fallback: location, depth: depth + 1)
                guard case .scalar(let name, _) = keyNode.content else {
                    throw source.diagnostic("a key must be a word, got \(keyNode.kindInWords)", at: keyNode.location)
                }
                let valueNode = try convert(value, in: source, fallback: keyNode.location, depth: depth + 1)
                entries.append(Entry(key: name, keyLocation: keyNode.location, value: valueNode))
            }
            return SourceNode(content: .mapping(entries), location: location)
        case .alias:
            throw TextGuard.anchorDiagnostic(source, at: location)
        }
    }

    private static func diagnostic(_ error: YamlError, _ source: SourceText) -> Diagnostic {
        func place(_ mark: Mark) -> SourceLocation { source.location(line: mark.line, scalarColumn: mark.column) }
        switch error {
        case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
            .composer(let context, let problem, let mark, _):
            // A bracket or quote that is never closed is found at the end of the file; the mistake is where it opens.
            if let context, context.mark.line < mark.line, problem.contains("expected ',' or") || problem.contains("end of stream") {
                return source.diagnostic("YAML syntax: what opens here is not closed", at: place(context.mark), hint: hint(for: problem))
            }
            let words = context.map { "\(problem) (\($0.text) from line \($0.mark.line))" } ?? problem
            return source.diagnostic("YAML syntax: \(words)", at: place(mark), hint: hint(for: problem))
        case .duplicatedKeysInMapping(let keys, let context):
            let second = secondOccurrence(of: context.mark, source)
            return source.diagnostic(
                "the key '\(keys.first ?? "")' is given twice", at: second ?? place(context.mark),
                hint: second == nil ? nil : "it is also given in line \(context.mark.line)")
        case .reader(let problem, let offset, _, let yaml):
            var line = 1
            var column = 1
            for character in yaml.prefix(offset ?? 0) {
                if character.isNewline { line += 1 }
                column = character.isNewline ? 1 : column + 1
            }
            return source.diagnostic("not a text file: \(problem)", at: SourceLocation(line: line, column: column))
        default:
            return source.diagnostic("not YAML: \(error)", at: SourceLocation(line: 1, column: 1))
        }
    }

    private static func hint(for problem: String) -> String? {
        if problem.contains("found character that cannot start any token") {
            return "indent with spaces, not tabs; quote texts that begin with a special character"
        }
        if problem.contains("mapping values are not allowed") { return "is a line above not finished, or the indentation wrong?" }
        if problem.contains("expected ',' or") { return "a bracket is not closed, or a comma is missing" }
        return nil
    }

    /// Yams tells where a repeated key stands first; the mistake is where it stands again. Found by renaming the first
    /// occurrence and parsing once more: the mapping that then holds the new name holds the second one.
    private static func secondOccurrence(of first: Mark, _ source: SourceText) -> SourceLocation? {
        var scalars = Array(source.text.unicodeScalars)
        var line = 1
        var start = 0
        while line < first.line, start < scalars.count {
            if scalars[start] == "\n" { line += 1 }
            start += 1
        }
        start += first.column - 1
        guard line == first.line, start < scalars.count else { return nil }
        let quote: Unicode.Scalar? = scalars[start] == "'" || scalars[start] == "\"" ? scalars[start] : nil
        let name = start + (quote == nil ? 0 : 1)
        var end = name
        while end < scalars.count, quote == nil ? scalars[end] != ":" && scalars[end] != "\n" : scalars[end] != quote { end += 1 }
        let key = String(String.UnicodeScalarView(scalars[name..<end])).trimmed
        let replacement = "nas_first_of_two_keys"
        scalars.replaceSubrange(name..<end, with: Array(replacement.unicodeScalars))
        let shift = replacement.unicodeScalars.count - (end - name)
        guard
            let parser = try? Parser(yaml: String(String.UnicodeScalarView(scalars)), resolver: .basic, encoding: .utf8),
            let root = try? parser.singleRoot()
        else { return nil }
        defer { withExtendedLifetime(parser) {} }
        var open = [root]
        while let node = open.popLast() {
            // What aliases repeat is looked at never, rather than as often as it is repeated.
            guard node.anchor == nil else { continue }
            switch node {
            case .mapping(let mapping):
                if mapping.contains(where: { $0.key.scalar?.string == replacement }),
                    let mark = mapping.first(where: { $0.key.scalar?.string == key })?.key.mark
                {
                    let column = mark.line == first.line ? mark.column - shift : mark.column
                    return source.location(line: mark.line, scalarColumn: column)
                }
                for (key, value) in mapping { open += [key, value] }
            case .sequence(let sequence): open += Array(sequence)
            default: break
            }
        }
        return nil
    }
}

extension String {
    fileprivate var trimmed: String { String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed()) }
}
