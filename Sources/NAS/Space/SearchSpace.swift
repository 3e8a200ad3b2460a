public import Foundation
public import Support

/// A search space read from YAML: what may be built, and the decisions that are left open (docs/search-spaces.md).
public struct SearchSpace: Sendable {
    /// The name that the file gives the space.
    public let name: String
    /// The file's name, as it stands in diagnostics.
    public let fileName: String
    /// The text that the space was read from.
    public let text: String
    /// In the order of the file.
    public let decisions: [Decision]
    /// A hash of the parsed space without `defaults:`; comments and formatting do not matter.
    public let hash: StableHash
    /// Settings of the run that the file gives.
    public let defaults: SearchDefaults
    /// `train: epochs` or `steps`; one epoch where the file says nothing.
    public let defaultFidelity: Fidelity

    /// What stands in the place of settings of the file's `train:` part; nil for the file as it is.
    public internal(set) var recipe: RecipeSettings?

    let plan: SpacePlan
    let source: SourceText
    let optionCounts: [Int32]
    let liveness: Liveness
    let decisionOrder: DecisionOrder

    /// Reads a space. `fileName` stands in diagnostics.
    ///
    /// What can be checked without data is checked: see `analysis(for:)` for the rest.
    /// - Throws: one diagnostic: the first mistake of the file, with the others.
    public init(yaml: String, fileName: String) throws(Diagnostic) {
        try self.init(SourceText(yaml, fileName: fileName, format: .searchSpace))
    }

    /// Reads a space from a file.
    ///
    /// - Throws: a diagnostic where the file cannot be read, is too large, is not UTF-8, or is not a search space.
    public init(contentsOf url: URL) throws(Diagnostic) {
        try self.init(SourceText(contentsOf: url, format: .searchSpace))
    }

    private init(_ source: SourceText) throws(Diagnostic) {
        let mistakes = Mistakes()
        let decoded = mistakes.attempt { () throws(Diagnostic) in
            let root = try SourceNode.parse(source, mistakes: mistakes)
            return (root, try Decoder.decode(root, source: source, mistakes: mistakes))
        }
        guard let (root, syntax) = decoded else {
            try mistakes.check()
            preconditionFailure("what was thrown is among the mistakes")
        }
        let plan = try Expander.expand(syntax, source: source, mistakes: mistakes)
        self.source = source
        self.plan = plan
        fileName = source.fileName
        text = source.text
        name = syntax.name
        decisions = plan.decisions
        defaults = syntax.defaults
        defaultFidelity = syntax.fidelity
        optionCounts = plan.decisions.map { Int32($0.options.count) }
        liveness = Liveness(plan)
        decisionOrder = DecisionOrder(plan)
        var hasher = StableHasher()
        if case .mapping(let entries) = root.content {
            for entry in entries where entry.key != SpaceSyntax.Section.defaults.rawValue {
                hasher.combine(entry.key)
                entry.value.combine(into: &hasher)
            }
        }
        hash = hasher.finalize()
    }
}

extension SourceFormat {
    fileprivate static let searchSpace = SourceFormat(
        name: "a search space", documentation: "docs/search-spaces.md",
        insteadOfAnchors: "name the piece under blocks: or choices: and use it by its name")
}
