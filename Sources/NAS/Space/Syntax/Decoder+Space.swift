internal import NetworkGraph
import Support

extension Decoder {
    static let languageVersion = 1

    /// Decodes a whole file, in its order, so that of several mistakes the first is told.
    static func decode(_ root: SourceNode, source: SourceText) throws(Diagnostic) -> SpaceSyntax {
        var decoder = Decoder(source: source)
        return try decoder.space(root)
    }

    private mutating func space(_ root: SourceNode) throws(Diagnostic) -> SpaceSyntax {
        let entries = try mapping(root, path: "", what: "a search space")
        // The version first: a file in a later language may have keys that this one does not know.
        try checkLanguage(entries, root)
        let known = SpaceSyntax.Section.allCases.map(\.rawValue)
        try checkKeys(entries, known: known, path: "", what: "a search space")
        if case .mapping(let blocks)? = entries["blocks"]?.content {
            try checkNumber(blocks, of: "blocks")
            blockNames = blocks.map(\.key)
        }
        var space = SpaceSyntax()
        for entry in entries {
            guard let section = SpaceSyntax.Section(rawValue: entry.key) else { continue }
            space.sections.append(section)
            switch section {
            case .space:
                space.name = try word(entry.value, path: "space", what: "space")
                try checkName(space.name, at: entry.value.location, path: "space", what: "a space")
            case .language: break
            case .input: space.input = try input(entry)
            case .choices: space.choices = try choices(entry.value)
            case .blocks: space.blocks = try blocks(entry.value)
            case .network:
                guard case .sequence(let layers) = entry.value.content else {
                    throw fault(
                        "network must be a list of layers, got \(entry.value.kindInWords)", at: entry.value.location, path: "network")
                }
                guard !layers.isEmpty else { throw fault("the network has no layers", at: entry.value.location, path: "network") }
                space.network = try layer(entry.value, path: "network")
            case .train: (space.recipe, space.fidelity) = try train(entry.value)
            case .precision: space.precision = try value(entry.value, path: "precision")
            case .defaults: space.defaults = try defaults(entry.value)
            }
        }
        for section in [SpaceSyntax.Section.space, .input, .network] {
            _ = try required(section.rawValue, entries, at: root.location, path: "", what: "a search space")
        }
        return space
    }

    private func checkLanguage(_ entries: [SourceNode.Entry], _ root: SourceNode) throws(Diagnostic) {
        guard let node = entries["language"] else {
            throw fault("a search space needs 'language'", at: root.location, path: "", hint: "language: \(Self.languageVersion)")
        }
        guard case .scalar(let text, plain: true) = node.content, case .integer(let version)? = Constant(plain: text), version >= 1 else {
            throw fault(
                "language must be a version number, got \(node.kindInWords)", at: node.location, path: "language",
                hint: "language: \(Self.languageVersion)")
        }
        guard version == Self.languageVersion else {
            throw fault(
                "this program knows language \(Self.languageVersion), the file is written in language \(version)", at: node.location,
                path: "language", hint: "use a newer version of nas for this file")
        }
    }

    private func input(_ entry: SourceNode.Entry) throws(Diagnostic) -> SpaceSyntax.Input {
        let entries = try mapping(entry.value, path: "input", what: "input")
        try checkKeys(entries, known: ["shape", "classes", "from", "resolution", "resize"], path: "input", what: "input")
        var input = SpaceSyntax.Input(location: entry.value.location)
        if let node = entries["classes"] { input.classes = try whole(node, in: 2...1_000_000, path: "input.classes", what: "classes") }
        for part in entries where part.key == "resolution" || part.key == "resize" {
            let path = "input.\(part.key)"
            input.values.append(ArgumentSyntax(name: part.key, location: part.value.location, value: try value(part.value, path: path)))
        }
        input.sizeLocation = (entries["shape"] ?? entries["resolution"])?.location
        if let node = entries["shape"] {
            for key in ["from", "resolution"] {
                if let other = entries.first(where: { $0.key == key }) {
                    throw fault("'\(key)' and 'shape' exclude each other", at: other.keyLocation, path: "input")
                }
            }
            let sides = try list(node, path: "input.shape", what: "shape")
            guard sides.count == 3 else {
                throw fault("shape is [height, width, channels], got \(sides.count) numbers", at: node.location, path: "input.shape")
            }
            var numbers: [Int] = []
            for side in sides { numbers.append(try whole(side, in: 1...65_536, path: "input.shape", what: "a side of the shape")) }
            let shape = Shape(height: numbers[0], width: numbers[1], channels: numbers[2])
            do throws(ShapeError) { try shape.validate() } catch {
                throw fault(error.message, at: node.location, path: "input.shape", hint: error.hint)
            }
            input.shape = shape
            return input
        }
        guard let from = entries["from"] else {
            throw fault("input needs 'shape', or 'from: data'", at: entry.keyLocation, path: "input")
        }
        guard case .scalar("data", _) = from.content else {
            throw fault("input can come from: data, got \(from.kindInWords)", at: from.location, path: "input.from")
        }
        return input
    }

    private func checkNumber(_ entries: [SourceNode.Entry], of what: String) throws(Diagnostic) {
        let limit = 1000
        guard entries.count <= limit else {
            throw fault("more than \(limit) \(what)", at: entries[limit].keyLocation, path: what)
        }
    }

    private func choices(_ node: SourceNode) throws(Diagnostic) -> [ArgumentSyntax] {
        var choices: [ArgumentSyntax] = []
        let entries = try mapping(node, path: "choices", what: "choices")
        try checkNumber(entries, of: "choices")
        for entry in entries {
            try checkName(entry.key, at: entry.keyLocation, path: "choices", what: "a choice")
            choices.append(
                ArgumentSyntax(name: entry.key, location: entry.keyLocation, value: try value(entry.value, path: "choices.\(entry.key)")))
        }
        return choices
    }

    private func blocks(_ node: SourceNode) throws(Diagnostic) -> [BlockSyntax] {
        var blocks: [BlockSyntax] = []
        for entry in try mapping(node, path: "blocks", what: "blocks") {
            let path = "blocks.\(entry.key)"
            try checkName(entry.key, at: entry.keyLocation, path: path, what: "a block")
            guard LayerKeyword.named(entry.key) == nil, !LayerKeyword.combinators.contains(entry.key) else {
                throw fault("'\(entry.key)' is a layer of the language and cannot name a block", at: entry.keyLocation, path: path)
            }
            blocks.append(try block(entry, path: path))
        }
        return blocks
    }

    private func block(_ entry: SourceNode.Entry, path: String) throws(Diagnostic) -> BlockSyntax {
        var parameters: [BlockSyntax.Parameter] = []
        var locals: [ArgumentSyntax] = []
        var isShared = false
        var body: LayerSyntax?
        for part in try mapping(entry.value, path: path, what: "a block") {
            switch part.key {
            case "with": parameters = try blockParameters(part.value, path: "\(path).with")
            case "shared":
                guard case .scalar(let text, plain: true) = part.value.content, case .boolean(let value)? = Constant(plain: text) else {
                    throw fault("shared must be true or false, got \(part.value.kindInWords)", at: part.value.location, path: path)
                }
                isShared = value
            case "layers", "graph":
                guard body == nil else { throw fault("a block has 'layers' or 'graph', not both", at: part.keyLocation, path: path) }
                body =
                    part.key == "layers"
                    ? try layer(part.value, path: "\(path).layers")
                    : LayerSyntax(kind: try graph(part.value, path: path), location: part.keyLocation)
            default:
                try checkName(part.key, at: part.keyLocation, path: path, what: "a value of a block")
                locals.append(
                    ArgumentSyntax(name: part.key, location: part.keyLocation, value: try value(part.value, path: "\(path).\(part.key)")))
            }
        }
        for local in locals where parameters.contains(where: { $0.name == local.name }) {
            throw fault("'\(local.name)' is already given under 'with'", at: local.location, path: path)
        }
        guard let body else { throw fault("a block needs 'layers' or 'graph'", at: entry.keyLocation, path: path) }
        return BlockSyntax(
            name: entry.key, location: entry.keyLocation, isShared: isShared, parameters: parameters, locals: locals, body: body)
    }

    private func blockParameters(_ node: SourceNode, path: String) throws(Diagnostic) -> [BlockSyntax.Parameter] {
        var parameters: [BlockSyntax.Parameter] = []
        for entry in try mapping(node, path: path, what: "with") {
            try checkName(entry.key, at: entry.keyLocation, path: path, what: "an argument")
            guard !["repeat", "block"].contains(entry.key) else {
                throw fault("'\(entry.key)' belongs to stage and cannot name an argument", at: entry.keyLocation, path: path)
            }
            var defaultValue: ValueSyntax?
            if case .scalar("required", _) = entry.value.content {
            } else {
                defaultValue = try value(entry.value, path: "\(path).\(entry.key)")
            }
            parameters.append(BlockSyntax.Parameter(name: entry.key, location: entry.keyLocation, defaultValue: defaultValue))
        }
        return parameters
    }

    private func train(_ node: SourceNode) throws(Diagnostic) -> ([ArgumentSyntax], Fidelity) {
        let entries = try mapping(node, path: "train", what: "train")
        try checkKeys(entries, known: RecipePlan.parameters.map(\.name) + ["epochs", "steps"], path: "train", what: "train")
        var fields: [ArgumentSyntax] = []
        var fidelity: Fidelity?
        for entry in entries {
            let path = "train.\(entry.key)"
            guard entry.key == "epochs" || entry.key == "steps" else {
                fields.append(ArgumentSyntax(name: entry.key, location: entry.keyLocation, value: try value(entry.value, path: path)))
                continue
            }
            guard fidelity == nil else { throw fault("'epochs' and 'steps' exclude each other", at: entry.keyLocation, path: "train") }
            let count = try whole(entry.value, in: 1...1_000_000_000, path: path, what: entry.key)
            fidelity = entry.key == "epochs" ? .epochs(count) : .steps(count)
        }
        return (fields, fidelity ?? .epochs(1))
    }
}
