import Support

extension Decoder {
    /// Whether a word is a layer of the language, which no block can be called.
    static func isLayer(_ word: String) -> Bool { LayerKeyword.named(word) != nil || LayerKeyword.combinators.contains(word) }

    func blocks(_ node: SourceNode) throws(Diagnostic) -> [BlockSyntax] {
        try mapping(node, path: "blocks", what: "blocks").map { entry in
            let path = "blocks.\(entry.key)"
            checkName(entry.key, at: entry.keyLocation, path: path, what: "a block")
            if Self.isLayer(entry.key) {
                report("'\(entry.key)' is a layer of the language and cannot name a block", at: entry.keyLocation, path: path)
            }
            let block = mistakes.attempt { () throws(Diagnostic) in try self.block(entry, path: path) }
            return block
                ?? BlockSyntax(
                    name: entry.key, location: entry.keyLocation, isShared: false, hasKnownParameters: false, parameters: [], locals: [],
                    body: .broken(at: entry.keyLocation))
        }
    }

    private func block(_ entry: SourceNode.Entry, path: String) throws(Diagnostic) -> BlockSyntax {
        var parameters: [BlockSyntax.Parameter]? = []
        var locals: [SourceNode.Entry] = []
        var isShared = false
        var body: LayerSyntax?
        for part in try mapping(entry.value, path: path, what: "a block") {
            switch part.key {
            case "with":
                parameters = mistakes.attempt { () throws(Diagnostic) in try blockParameters(part.value, path: "\(path).with") }
            case "shared":
                if case .scalar(let text, plain: true) = part.value.content, case .boolean(let value)? = Constant(plain: text) {
                    isShared = value
                } else {
                    report("shared must be true or false, got \(source.inWords(part.value))", at: part.value.location, path: path)
                }
            case "layers", "graph":
                if body != nil { report("a block has 'layers' or 'graph', not both", at: part.keyLocation, path: path) }
                let other = part.key == "layers" ? layer(part.value, path: "\(path).layers") : cell(part, path: path)
                body = body ?? other
            default:
                checkName(part.key, at: part.keyLocation, path: path, what: "a value of a block")
                locals.append(part)
            }
        }
        for local in locals where parameters?.contains(where: { $0.name == local.key }) == true {
            report("'\(local.key)' is already given under 'with'", at: local.keyLocation, path: path)
        }
        if body == nil, let meant = locals.first(where: { closest(to: $0.key, among: ["layers", "graph"]) != nil }) {
            report(
                "a block has no layers, but '\(meant.key)'", at: meant.keyLocation, path: path,
                hint: hint(for: meant.key, among: ["layers", "graph"]))
            body = layer(meant.value, path: "\(path).\(meant.key)")
            locals.removeAll { $0.key == meant.key }
        }
        let values = arguments(locals, path: path)
        if body == nil { report("a block needs 'layers' or 'graph'", at: entry.keyLocation, path: path) }
        return BlockSyntax(
            name: entry.key, location: entry.keyLocation, isShared: isShared, hasKnownParameters: parameters != nil,
            parameters: parameters ?? [], locals: values, body: body ?? .broken(at: entry.keyLocation))
    }

    /// A block that is one cell.
    private func cell(_ part: SourceNode.Entry, path: String) -> LayerSyntax {
        let kind = mistakes.attempt { () throws(Diagnostic) in try graph(part.value, path: path) }
        return kind.map { LayerSyntax(kind: $0, location: part.keyLocation) } ?? .broken(at: part.keyLocation)
    }

    private func blockParameters(_ node: SourceNode, path: String) throws(Diagnostic) -> [BlockSyntax.Parameter] {
        try mapping(node, path: path, what: "with").map { entry in
            checkName(entry.key, at: entry.keyLocation, path: path, what: "an argument")
            if ["repeat", "block"].contains(entry.key) {
                report("'\(entry.key)' belongs to stage and cannot name an argument", at: entry.keyLocation, path: path)
            }
            var defaultValue: ValueSyntax?
            if case .scalar("required", _) = entry.value.content {
            } else {
                defaultValue = value(entry.value, path: "\(path).\(entry.key)")
            }
            return BlockSyntax.Parameter(name: entry.key, location: entry.keyLocation, defaultValue: defaultValue)
        }
    }
}
