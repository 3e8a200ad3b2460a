import Support

extension Decoder {
    /// A layer: a word, a mapping with one key, or a list of layers.
    func layer(_ node: SourceNode, path: String) throws(Diagnostic) -> LayerSyntax {
        switch node.content {
        case .sequence(let items):
            var layers: [LayerSyntax] = []
            for (index, item) in items.enumerated() { layers.append(try layer(item, path: "\(path)[\(index)]")) }
            return LayerSyntax(kind: .sequence(layers), location: node.location)
        case .scalar(let text, _):
            return try bareLayer(text, node, path: path)
        case .mapping(let entries):
            if entries.contains(where: { $0.key == "when" }) { return try conditionalLayer(node, entries, path: path) }
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
            throw unknownLayer(word, at: node.location, path: path)
        }
        guard keyword.standsAlone else {
            let missing = keyword.parameters.first(where: \.isRequired)
            throw fault("\(word) needs '\(missing?.name ?? "")'", at: node.location, path: path)
        }
        return LayerSyntax(kind: .leaf(keyword, []), location: node.location)
    }

    private func unknownLayer(_ word: String, at location: SourceLocation, path: String) -> Diagnostic {
        if word.isEmpty { return fault("a layer is missing", at: location, path: path) }
        if word == "softmax" {
            return fault(
                "there is no layer 'softmax'", at: location, path: path,
                hint: "the last layer gives the logits; the softmax belongs to the loss")
        }
        let known = blockNames + LayerKeyword.all.map(\.name) + LayerKeyword.combinators
        let closest = Spelling.closest(to: word, among: known)
        return fault(
            "there is no layer or block '\(word)'", at: location, path: path,
            hint: closest.map { "did you mean '\($0)'?" } ?? "layers are listed in docs/search-spaces.md; blocks are named under blocks:")
    }

    private func layer(_ entry: SourceNode.Entry, _ node: SourceNode, path: String) throws(Diagnostic) -> LayerSyntax {
        let value = entry.value
        let kind: LayerSyntax.Kind
        switch entry.key {
        case "sequence": kind = try layer(value, path: path).kind
        case "residual": kind = try residual(value, path: path)
        case "branches": kind = try branches(value, path: path)
        case "choice":
            var options: [OptionSyntax<LayerSyntax>] = []
            for option in try self.options(value, path: path) {
                options.append(OptionSyntax(label: option.label, value: try layer(option.node, path: option.path)))
            }
            kind = .choice(options)
        case "optional": kind = .optional(try layer(value, path: path))
        case "repeat":
            let entries = try mapping(value, path: path, what: "repeat")
            try checkKeys(entries, known: ["times", "layers"], path: path, what: "repeat")
            let times = try required("times", entries, at: entry.keyLocation, path: path, what: "repeat")
            let layers = try required("layers", entries, at: entry.keyLocation, path: path, what: "repeat")
            kind = .repetition(times: try self.value(times, path: "\(path).times"), try layer(layers, path: "\(path).layers"))
        case "stage": kind = .stage(try stage(entry, path: path))
        case "graph": kind = try graph(value, path: path)
        case let word where blockNames.contains(word):
            kind = .use(word, try arguments(value, path: path, what: word))
        case let word:
            guard let keyword = LayerKeyword.named(word) else { throw unknownLayer(word, at: entry.keyLocation, path: path) }
            kind = .leaf(keyword, try leafArguments(keyword, entry, path: path))
        }
        return LayerSyntax(kind: kind, location: node.location)
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
            return [ArgumentSyntax(name: name, location: entry.keyLocation, value: try value(node, path: "\(path).\(name)"))]
        }
        let entries = try mapping(node, path: path, what: keyword.name)
        try checkKeys(entries, known: keyword.parameters.map(\.name), path: path, what: keyword.name)
        for parameter in keyword.parameters where parameter.isRequired {
            _ = try required(parameter.name, entries, at: entry.keyLocation, path: path, what: keyword.name)
        }
        return try arguments(node, path: path, what: keyword.name)
    }

    func arguments(_ node: SourceNode, path: String, what: String) throws(Diagnostic) -> [ArgumentSyntax] {
        if node.isMissing { return [] }
        var result: [ArgumentSyntax] = []
        for entry in try mapping(node, path: path, what: "what \(what) is given") {
            result.append(
                ArgumentSyntax(name: entry.key, location: entry.keyLocation, value: try value(entry.value, path: "\(path).\(entry.key)")))
        }
        return result
    }

    private func residual(_ node: SourceNode, path: String) throws(Diagnostic) -> LayerSyntax.Kind {
        guard case .mapping(let entries) = node.content, entries.contains(where: { ["layers", "shortcut", "activation"].contains($0.key) })
        else { return .residual(try layer(node, path: path), shortcut: .automatic, activation: nil) }
        try checkKeys(entries, known: ["layers", "shortcut", "activation"], path: path, what: "residual")
        let body = try required("layers", entries, at: node.location, path: path, what: "residual")
        var shortcut = LayerSyntax.Shortcut.automatic
        if let given = entries["shortcut"] {
            switch given.content {
            case .scalar("auto", _): break
            case .scalar("identity", _): shortcut = .identity
            default: shortcut = .layers(try layer(given, path: "\(path).shortcut"))
            }
        }
        let activation = entries["activation"]
        return .residual(
            try layer(body, path: "\(path).layers"), shortcut: shortcut,
            activation: try activation.map { (node) throws(Diagnostic) in try value(node, path: "\(path).activation") })
    }

    private func branches(_ node: SourceNode, path: String) throws(Diagnostic) -> LayerSyntax.Kind {
        var pathsNode = node
        var merge: ValueSyntax?
        if case .mapping(let entries) = node.content {
            try checkKeys(entries, known: ["paths", "merge"], path: path, what: "branches")
            pathsNode = try required("paths", entries, at: node.location, path: path, what: "branches")
            if let given = entries["merge"] { merge = try value(given, path: "\(path).merge") }
        }
        let items = try list(pathsNode, path: path, what: "branches")
        guard items.count >= 2 else {
            throw fault("branches needs at least two paths, got \(items.count)", at: pathsNode.location, path: path)
        }
        var layers: [LayerSyntax] = []
        for (index, item) in items.enumerated() { layers.append(try layer(item, path: "\(path).paths[\(index)]")) }
        return .branches(layers, merge: merge)
    }

    private func stage(_ entry: SourceNode.Entry, path: String) throws(Diagnostic) -> StageSyntax {
        let entries = try mapping(entry.value, path: path, what: "stage")
        let times = try required("repeat", entries, at: entry.keyLocation, path: path, what: "stage")
        let block = try required("block", entries, at: entry.keyLocation, path: path, what: "stage")
        var arguments: [ArgumentSyntax] = []
        for argument in entries where argument.key != "repeat" && argument.key != "block" {
            arguments.append(
                ArgumentSyntax(
                    name: argument.key, location: argument.keyLocation, value: try value(argument.value, path: "\(path).\(argument.key)")))
        }
        return StageSyntax(
            times: try value(times, path: "\(path).repeat"), block: try stageBlock(block, path: "\(path).block"), arguments: arguments)
    }

    private func stageBlock(_ node: SourceNode, path: String) throws(Diagnostic) -> StageSyntax.Block {
        switch node.content {
        case .scalar(let word, _) where blockNames.contains(word): return .named(word, node.location)
        case .scalar(let word, _) where LayerKeyword.named(word) == nil:
            throw fault("there is no block '\(word)'", at: node.location, path: path, hint: Spelling.hint(for: word, among: blockNames))
        case .mapping(let entries) where entries.count == 1 && entries[0].key == "choice":
            var options: [OptionSyntax<StageSyntax.Block>] = []
            for option in try self.options(entries[0].value, path: path) {
                options.append(OptionSyntax(label: option.label, value: try stageBlock(option.node, path: option.path)))
            }
            return .choice(options, node.location)
        default: return .inline(try layer(node, path: path))
        }
    }

    private func conditionalLayer(_ node: SourceNode, _ entries: [SourceNode.Entry], path: String) throws(Diagnostic) -> LayerSyntax {
        try checkKeys(entries, known: ["when", "is", "then", "else"], path: path, what: "when")
        let condition = try condition(node, entries, path: path)
        let then = try required("then", entries, at: node.location, path: path, what: "when")
        let otherwise = entries["else"]
        return LayerSyntax(
            kind: .conditional(
                condition, then: try layer(then, path: "\(path).then"),
                otherwise: try otherwise.map { (node) throws(Diagnostic) in try layer(node, path: "\(path).else") }),
            location: node.location)
    }
}
