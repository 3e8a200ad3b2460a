import Support

extension Decoder {
    /// A layer: a word, a mapping with one key, or a list of layers.
    func layer(_ node: SourceNode, path: String) -> LayerSyntax {
        mistakes.attempt { () throws(Diagnostic) in try readLayer(node, path: path) } ?? .broken(at: node.location)
    }

    private func readLayer(_ node: SourceNode, path: String) throws(Diagnostic) -> LayerSyntax {
        switch node.content {
        case .sequence(let items):
            var layers: [LayerSyntax] = []
            for (index, item) in items.enumerated() { layers.append(layer(item, path: "\(path)[\(index)]")) }
            return LayerSyntax(kind: .sequence(layers), location: node.location)
        case .scalar(let text, _):
            return try bareLayer(text, node, path: path)
        case .mapping(let entries):
            if entries.contains(where: { $0.key == "when" }) { return conditionalLayer(node, entries, path: path) }
            guard entries.count == 1, let entry = entries.first else {
                let extra = entries.dropFirst().first
                throw fault(
                    entries.isEmpty
                        ? "a layer is missing" : "a layer has one key, but '\(extra?.key ?? "")' stands beside '\(entries[0].key)'",
                    at: extra?.keyLocation ?? node.location, path: path,
                    hint: "arguments go inside: {\(entries.first?.key ?? "conv"): {...}}; or is a '- ' missing?")
            }
            return try layer(entry, node, path: path)
        }
    }

    private func bareLayer(_ word: String, _ node: SourceNode, path: String) throws(Diagnostic) -> LayerSyntax {
        if blockNames.contains(word) { return LayerSyntax(kind: .use(word, []), location: node.location) }
        guard let keyword = LayerKeyword.named(word) else {
            if LayerKeyword.combinators.contains(word) { throw fault("\(word) needs what is inside it", at: node.location, path: path) }
            guard knowsBlocks else { return .broken(at: node.location) }
            throw unknownLayer(word, at: node.location, path: path)
        }
        guard keyword.standsAlone else {
            let missing = keyword.parameters.filter(\.isRequired).map(\.name)
            throw fault("\(word) needs \(Self.list(missing))", at: node.location, path: path)
        }
        return LayerSyntax(kind: .leaf(keyword, []), location: node.location)
    }

    private func unknownLayer(_ word: String, at location: SourceLocation, path: String) -> Diagnostic {
        if word.isEmpty { return fault("a layer is missing", at: location, path: path) }
        let known = blockNames + LayerKeyword.all.map(\.name) + LayerKeyword.combinators
        return fault(
            "there is no layer or block '\(word)'", at: location, path: path,
            hint: (mistakes.wantsHints ? Spelling.meant(by: word, among: known) : nil)
                ?? "layers are listed in docs/search-spaces.md; blocks are named under blocks: (\(Program.command("help", "spaces")))")
    }

    private func layer(_ entry: SourceNode.Entry, _ node: SourceNode, path: String) throws(Diagnostic) -> LayerSyntax {
        let value = entry.value
        let kind: LayerSyntax.Kind
        switch entry.key {
        case "sequence": kind = layer(value, path: path).kind
        case "residual": kind = residual(value, path: path)
        case "branches": kind = try branches(value, path: path)
        case "choice":
            var options: [OptionSyntax<LayerSyntax>] = []
            for option in try self.options(value, path: path) {
                options.append(OptionSyntax(label: option.label, value: layer(option.node, path: option.path)))
            }
            kind = .choice(options)
        case "optional": kind = .optional(layer(value, path: path))
        case "repeat": kind = try repetition(entry, path: path)
        case "stage": kind = .stage(try stage(entry, path: path))
        case "graph": kind = try graph(value, path: path)
        case let word where blockNames.contains(word):
            kind = .use(word, try arguments(value, path: path, what: word))
        case let word:
            guard let keyword = LayerKeyword.named(word) else {
                if knowsBlocks { mistakes.report(unknownLayer(word, at: entry.keyLocation, path: path)) }
                checkInside(entry, path: path)
                return .broken(at: node.location)
            }
            kind = .leaf(keyword, try leafArguments(keyword, entry, path: path))
        }
        return LayerSyntax(kind: kind, location: node.location)
    }

    /// What a layer that does not exist is given: as far as it is known which one is meant.
    private func checkInside(_ entry: SourceNode.Entry, path: String) {
        guard case .mapping(let entries) = entry.value.content, !Self.isValueForm(entry.value) else { return }
        var arguments = entries
        if let keyword = closest(to: entry.key, among: LayerKeyword.all.map(\.name)).flatMap(LayerKeyword.named), keyword.takesArguments {
            arguments = checked(
                entries, keys: keyword.parameters.map(\.name), at: entry.keyLocation, path: path, what: keyword.name)
        }
        for argument in arguments { _ = value(argument.value, path: "\(path).\(argument.key)") }
    }

    private func leafArguments(_ keyword: LayerKeyword, _ entry: SourceNode.Entry, path: String) throws(Diagnostic) -> [ArgumentSyntax] {
        let node = entry.value
        guard keyword.takesArguments else {
            throw fault(
                "\(keyword.name) takes no arguments", at: node.location, path: path, hint: "write the word alone: - \(keyword.name)")
        }
        var isMapping = false
        if case .mapping = node.content { isMapping = !Self.isValueForm(node) }
        if keyword.takesBareValue, !isMapping, let name = keyword.parameters.first?.name {
            return [ArgumentSyntax(name: name, location: entry.keyLocation, value: value(node, path: "\(path).\(name)"), isBare: true)]
        }
        let entries = checked(
            try mapping(node, path: path, what: keyword.name), keys: keyword.parameters.map(\.name),
            needing: keyword.parameters.filter(\.isRequired).map(\.name), at: entry.keyLocation, path: path, what: keyword.name)
        return arguments(entries, path: path)
    }

    private func arguments(_ node: SourceNode, path: String, what: String) throws(Diagnostic) -> [ArgumentSyntax] {
        if node.isMissing { return [] }
        return arguments(try mapping(node, path: path, what: "what \(what) is given"), path: path)
    }

    /// Those whose key is a guess are looked at, but need not fit.
    func arguments(_ entries: [SourceNode.Entry], path: String) -> [ArgumentSyntax] {
        entries.map { entry in
            let value = value(entry.value, path: "\(path).\(entry.key)")
            return ArgumentSyntax(
                name: entry.key, location: entry.keyLocation,
                value: entry.isGuess ? ValueSyntax(kind: .broken, location: value.location) : value)
        }
    }

    private func residual(_ node: SourceNode, path: String) -> LayerSyntax.Kind {
        guard case .mapping(let given) = node.content, given.contains(where: { ["layers", "shortcut", "activation"].contains($0.key) })
        else { return .residual(layer(node, path: path), shortcut: .automatic, activation: nil) }
        let entries = checked(
            given, keys: ["layers", "shortcut", "activation"], needing: ["layers"], at: node.location, path: path, what: "residual")
        let body = entries["layers"].map { layer($0, path: "\(path).layers") } ?? .broken(at: node.location)
        var shortcut = LayerSyntax.Shortcut.automatic
        if let given = entries["shortcut"] {
            switch given.content {
            case .scalar("auto", _): break
            case .scalar("identity", _): shortcut = .identity
            default: shortcut = .layers(layer(given, path: "\(path).shortcut"))
            }
        }
        return .residual(
            body, shortcut: shortcut, activation: entries["activation"].map { value($0, path: "\(path).activation") })
    }

    private func branches(_ node: SourceNode, path: String) throws(Diagnostic) -> LayerSyntax.Kind {
        var pathsNode: SourceNode? = node
        var merge: ValueSyntax?
        if case .mapping(let given) = node.content {
            let entries = checked(
                given, keys: ["paths", "merge"], needing: ["paths"], at: node.location, path: path, what: "branches")
            pathsNode = entries["paths"]
            merge = entries["merge"].map { value($0, path: "\(path).merge") }
        }
        guard let pathsNode else { return .sequence([]) }
        let items = try list(pathsNode, path: path, what: "branches")
        var layers: [LayerSyntax] = []
        for (index, item) in items.enumerated() { layers.append(layer(item, path: "\(path).paths[\(index)]")) }
        guard items.count >= 2 else {
            throw fault("branches needs at least two paths, got \(items.count)", at: pathsNode.location, path: path)
        }
        return .branches(layers, merge: merge)
    }

    private func repetition(_ entry: SourceNode.Entry, path: String) throws(Diagnostic) -> LayerSyntax.Kind {
        let entries = checked(
            try mapping(entry.value, path: path, what: "repeat"), keys: ["times", "layers"], needing: ["times", "layers"],
            at: entry.keyLocation, path: path, what: "repeat")
        let times = entries["times"].map { value($0, path: "\(path).times") }
        let layers = entries["layers"].map { layer($0, path: "\(path).layers") }
        return .repetition(
            times: times ?? ValueSyntax(kind: .broken, location: entry.keyLocation), layers ?? .broken(at: entry.keyLocation))
    }

    private func conditionalLayer(_ node: SourceNode, _ given: [SourceNode.Entry], path: String) -> LayerSyntax {
        let entries = checked(
            given, keys: ["when", "is", "then", "else"], needing: ["when", "is", "then"], at: node.location, path: path, what: "when")
        let condition = condition(entries, path: path)
        let then = entries["then"].map { layer($0, path: "\(path).then") } ?? .broken(at: node.location)
        let otherwise = entries["else"].map { layer($0, path: "\(path).else") }
        guard let condition else {
            return LayerSyntax(kind: .sequence([then, otherwise].compactMap { $0 }), location: node.location)
        }
        return LayerSyntax(kind: .conditional(condition, then: then, otherwise: otherwise), location: node.location)
    }
}
