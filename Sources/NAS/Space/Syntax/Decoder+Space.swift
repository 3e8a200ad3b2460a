internal import NetworkGraph
import Support

extension Decoder {
    static let languageVersion = 1

    /// Decodes a whole file.
    ///
    /// - Parameter mistakes: takes what is wrong with it; what is returned then has something broken there.
    /// - Throws: a diagnostic where nothing more can be said of the file.
    static func decode(_ root: SourceNode, source: SourceText, mistakes: Mistakes) throws(Diagnostic) -> SpaceSyntax {
        var decoder = Decoder(source: source, mistakes: mistakes)
        return try decoder.space(root)
    }

    private mutating func space(_ root: SourceNode) throws(Diagnostic) -> SpaceSyntax {
        let given = try mapping(root, path: "", what: "a search space")
        // The version first: a file in a later language may have keys that this one does not know.
        try checkLanguage(given)
        let known = SpaceSyntax.Section.allCases.map(\.rawValue)
        let needed: [SpaceSyntax.Section] = [.language, .space, .input, .network]
        guard given.contains(where: { known.contains($0.key) }) || given.isEmpty else {
            throw fault(
                "a search space needs \(Self.list(needed.map(\.rawValue))), and this has none of its keys", at: root.location, path: "",
                hint: given["board"] == nil ? "see \(source.format.documentation)" : "a board file is given as --board FILE")
        }
        let entries = checked(
            given, keys: known, needing: needed.map(\.rawValue), at: root.location, path: "",
            what: "a search space", hint: given["language"] == nil ? "language: \(Self.languageVersion)" : nil)
        if case .mapping(let blocks)? = entries["blocks"]?.content {
            try checkNumber(blocks, of: "blocks")
            blockNames = blocks.map(\.key).filter { !Self.isLayer($0) }
        } else {
            knowsBlocks = entries["blocks"] == nil && entries.count == given.count
        }
        var space = SpaceSyntax()
        space.knowsChoices = entries["choices"] != nil || entries.count == given.count
        for entry in entries {
            guard let section = SpaceSyntax.Section(rawValue: entry.key) else { continue }
            space.sections.append(section)
            let done: Void? = mistakes.attempt { () throws(Diagnostic) in try decode(section, entry, into: &space) }
            if done == nil, section == .choices { space.knowsChoices = false }
        }
        note(root, in: &space.written)
        return space
    }

    private func decode(_ section: SpaceSyntax.Section, _ entry: SourceNode.Entry, into space: inout SpaceSyntax) throws(Diagnostic) {
        switch section {
        case .space:
            guard !entry.isGuess else { return }
            space.name = try word(entry.value, path: "space", what: "space")
            checkName(space.name, at: entry.value.location, path: "space", what: "a space")
        case .language: break
        case .input: space.input = try input(entry)
        case .choices: space.choices = try choices(entry.value)
        case .blocks: space.blocks = try blocks(entry.value)
        case .network:
            guard case .sequence(let layers) = entry.value.content else {
                throw fault("network must be a list of layers, got \(entry.value.kindInWords)", at: entry.value.location, path: "network")
            }
            guard !layers.isEmpty else { throw fault("the network has no layers", at: entry.value.location, path: "network") }
            space.network = layer(entry.value, path: "network")
        case .train: (space.recipe, space.fidelity) = try train(entry.value)
        case .precision: space.precision = value(entry.value, path: "precision")
        case .defaults: space.defaults = try defaults(entry.value)
        }
    }

    private func checkLanguage(_ entries: [SourceNode.Entry]) throws(Diagnostic) {
        guard let node = entries["language"] else { return }
        guard case .scalar(let text, plain: true) = node.content, case .integer(let version)? = Constant(plain: text), version >= 1 else {
            return report(
                "language must be a version number, got \(source.inWords(node))", at: node.location, path: "language",
                hint: "language: \(Self.languageVersion)")
        }
        guard version == Self.languageVersion else {
            throw fault(
                "this program knows language \(Self.languageVersion), the file is written in language \(version)", at: node.location,
                path: "language", hint: "use a newer version of \(Program.name) for this file")
        }
    }

    /// Keeps the scalars of which a constant says less.
    private func note(_ node: SourceNode, in written: inout [SourceLocation: String]) {
        switch node.content {
        case .scalar(let text, plain: true):
            if let constant = Constant(plain: text), constant.text != text { written[node.location] = text }
        case .scalar(let text, plain: false): if Constant.isQuoted(text) { written[node.location] = source.written(node) }
        case .sequence(let items): for item in items { note(item, in: &written) }
        case .mapping(let entries): for entry in entries { note(entry.value, in: &written) }
        }
    }

    private func checkNumber(_ entries: [SourceNode.Entry], of what: String) throws(Diagnostic) {
        let limit = 1000
        guard entries.count <= limit else {
            throw fault("more than \(limit) \(what)", at: entries[limit].keyLocation, path: what)
        }
    }

    private func choices(_ node: SourceNode) throws(Diagnostic) -> [ArgumentSyntax] {
        let entries = try mapping(node, path: "choices", what: "choices")
        try checkNumber(entries, of: "choices")
        for entry in entries { checkName(entry.key, at: entry.keyLocation, path: "choices", what: "a choice") }
        return arguments(entries, path: "choices")
    }

    private func train(_ node: SourceNode) throws(Diagnostic) -> ([ArgumentSyntax], Fidelity) {
        let entries = checked(
            try mapping(node, path: "train", what: "train"), keys: RecipePlan.parameters.map(\.name) + ["epochs", "steps"],
            at: node.location, path: "train", what: "train")
        var fidelity: Fidelity?
        for entry in entries where entry.key == "epochs" || entry.key == "steps" {
            guard fidelity == nil else {
                report("'epochs' and 'steps' exclude each other", at: entry.keyLocation, path: "train")
                continue
            }
            let count = whole(entry.value, in: 1...1_000_000_000, path: "train.\(entry.key)", what: entry.key) ?? 1
            fidelity = entry.key == "epochs" ? .epochs(count) : .steps(count)
        }
        return (arguments(entries.filter { $0.key != "epochs" && $0.key != "steps" }, path: "train"), fidelity ?? .epochs(1))
    }
}
