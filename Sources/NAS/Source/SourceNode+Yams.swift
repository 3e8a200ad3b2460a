internal import NetworkGraph
package import Support
internal import Yams

extension SourceNode {
    /// Parses a file's text. With `RepeatedKey` the one place that knows Yams.
    ///
    /// - Parameter mistakes: takes keys that are given twice, of which the last then counts.
    /// - Throws: a diagnostic for whatever else YAML or the guard refuses: syntax, nesting, a second document.
    package static func parse(_ source: SourceText, mistakes: Mistakes) throws(Diagnostic) -> SourceNode {
        try TextGuard.check(source)
        var text = source.text
        var repeated: [RepeatedKey] = []
        // To parse a large file again and again would take long.
        let most = max(2, min(Mistakes.listed, (1 << 17) / max(text.utf8.count, 1)))
        while true {
            do {
                // No resolver: what a scalar means is decided by who decodes it, not by YAML's types (`no` is a word).
                let parser = try Parser(yaml: text, resolver: .basic, encoding: .utf8)
                let root = try parser.singleRoot()
                // Nodes know their anchors as long as the parser lives.
                defer { withExtendedLifetime(parser) {} }
                let start = SourceLocation(line: 1, column: 1)
                guard let root else {
                    throw source.diagnostic("the file is empty", at: start, hint: "see \(source.format.documentation)")
                }
                for key in repeated { mistakes.report(diagnostic(key, again: key.second(in: root), source)) }
                return try convert(root, in: source, without: Set(repeated.map(\.replacement)), fallback: start, depth: 0)
            } catch let diagnostic as Diagnostic {
                throw diagnostic
            } catch {
                if repeated.count < most, let key = RepeatedKey(error, text, number: repeated.count) {
                    repeated.append(key)
                    text = key.text
                    continue
                }
                for key in repeated { mistakes.report(diagnostic(key, again: nil, source)) }
                guard let error = error as? YamlError else {
                    throw source.diagnostic("not YAML: \(error)", at: SourceLocation(line: 1, column: 1))
                }
                throw diagnostic(error, source)
            }
        }
    }

    private static func diagnostic(_ key: RepeatedKey, again: Mark?, _ source: SourceText) -> Diagnostic {
        let place = again ?? key.first
        return source.diagnostic(
            "the key '\(key.key)' is given twice", at: source.location(line: place.line, scalarColumn: place.column),
            hint: again == nil ? nil : "it is also given in line \(key.first.line)")
    }

    private static func convert(
        _ node: Node, in source: SourceText, without hidden: Set<String>, fallback: SourceLocation, depth: Int
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
            for item in sequence { items.append(try convert(item, in: source, without: hidden, fallback: location, depth: depth + 1)) }
            return SourceNode(content: .sequence(items), location: location)
        case .mapping(let mapping):
            var entries: [Entry] = []
            for (key, value) in mapping {
                let keyNode = try convert(key, in: source, without: hidden, fallback: location, depth: depth + 1)
                guard case .scalar(let name, _) = keyNode.content else {
                    throw source.diagnostic("a key must be a word, got \(keyNode.kindInWords)", at: keyNode.location)
                }
                guard !hidden.contains(name) else { continue }
                let valueNode = try convert(value, in: source, without: hidden, fallback: keyNode.location, depth: depth + 1)
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
            return source.diagnostic("the key '\(keys.first ?? "")' is given twice", at: place(context.mark))
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
}
