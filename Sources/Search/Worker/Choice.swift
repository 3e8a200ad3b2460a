/// One decision of an architecture by name: what is stored and sent, so that a space that gains a decision or an option
/// does not void what was trained.
public struct Choice: Sendable, Hashable, Codable {
    public let decision: String
    public let option: String

    public init(decision: String, option: String) {
        self.decision = decision
        self.option = option
    }
}
