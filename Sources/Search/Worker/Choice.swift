/// One decision of an architecture by name: what is stored and sent, so that a space that gains a decision or an option
/// does not void what was trained.
public struct Choice: Sendable, Hashable, Codable {
    /// The decision's name.
    public let decision: String
    /// The name of the option taken.
    public let option: String

    /// Creates a choice from the names of a decision and an option.
    public init(decision: String, option: String) {
        self.decision = decision
        self.option = option
    }
}
