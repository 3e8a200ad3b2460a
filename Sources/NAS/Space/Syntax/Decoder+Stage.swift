import Support

extension Decoder {
    func stage(_ entry: SourceNode.Entry, path: String) throws(Diagnostic) -> StageSyntax {
        let entries = stageEntries(try mapping(entry.value, path: path, what: "stage"), entry, path: path)
        let times = entries["repeat"].map { value($0, path: "\(path).repeat") }
        let block = entries["block"].map { stageBlock($0, path: "\(path).block") }
        return StageSyntax(
            times: times ?? ValueSyntax(kind: .broken, location: entry.keyLocation),
            block: block ?? .inline(.broken(at: entry.keyLocation)),
            arguments: arguments(entries.filter { $0.key != "repeat" && $0.key != "block" }, path: path))
    }

    /// With `repeat` and `block`, whose misspelt names would else be arguments.
    private func stageEntries(_ given: [SourceNode.Entry], _ entry: SourceNode.Entry, path: String) -> [SourceNode.Entry] {
        let required = ["repeat", "block"]
        var entries = given
        for key in required where entries[key] == nil {
            guard let index = entries.firstIndex(where: { !required.contains($0.key) && closest(to: $0.key, among: [key]) != nil })
            else { continue }
            report(
                "stage has no key '\(entries[index].key)'", at: entries[index].keyLocation, path: path,
                hint: hint(for: entries[index].key, among: [key]))
            entries[index] = SourceNode.Entry(
                key: key, keyLocation: entries[index].keyLocation, value: entries[index].value, isGuess: true)
        }
        let missing = required.filter { entries[$0] == nil }
        if !missing.isEmpty { report("stage needs \(Self.list(missing))", at: entry.keyLocation, path: path) }
        return entries
    }

    private func stageBlock(_ node: SourceNode, path: String) -> StageSyntax.Block {
        switch node.content {
        case .scalar(let word, _) where blockNames.contains(word): return .named(word, node.location)
        case .scalar(let word, _) where LayerKeyword.named(word) == nil:
            guard knowsBlocks else { break }
            report("there is no block '\(word)'", at: node.location, path: path, hint: hint(for: word, among: blockNames))
        case .mapping(let entries) where entries.count == 1 && entries[0].key == "choice":
            let options = mistakes.attempt { () throws(Diagnostic) in try self.options(entries[0].value, path: path) }
            if let options {
                let blocks = options.map { OptionSyntax(label: $0.label, value: stageBlock($0.node, path: $0.path)) }
                return .choice(blocks, node.location)
            }
        default: return .inline(layer(node, path: path))
        }
        return .inline(.broken(at: node.location))
    }
}
