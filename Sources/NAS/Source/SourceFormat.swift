/// A kind of file that is written in YAML, as diagnostics speak of it.
package struct SourceFormat: Sendable {
    /// `a search space`.
    package let name: String
    /// Where it is described.
    package let documentation: String
    /// What to write where others would use an anchor.
    package let insteadOfAnchors: String

    package init(name: String, documentation: String, insteadOfAnchors: String) {
        self.name = name
        self.documentation = documentation
        self.insteadOfAnchors = insteadOfAnchors
    }

    var encodingHint: String { "\(name) is YAML in UTF-8" }
}
