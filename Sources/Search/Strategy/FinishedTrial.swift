public import NAS

/// What a strategy learns of a trial: a fact, the same in every run with this seed.
public struct FinishedTrial: Sendable, Hashable {
    /// The trial's number, from 0.
    public let number: Int
    /// What was trained. Without options where the space has changed and does not have it any more.
    public let architecture: Architecture
    /// The trial that it was made from, or whose training it went on with; nil for one that was made from none.
    public let parent: Int?
    /// The cost in each objective, all minimised; nil for a failed trial.
    public let costs: [Double]?
    /// The share by which its network exceeds the budget: 0 unless the budget was changed after it was proposed.
    public let excess: Double
    /// The index of the fidelity it was trained to, the shortest first: costs of different rungs do not compare. Above the first it is its
    /// parent that was trained on.
    public let rung: Int
    /// Whether its candidate failed on this rung before, and was tried again.
    public let isRetry: Bool

    /// Creates a trial; unless more is said, of the first rung, within the budget, and not tried before.
    public init(
        number: Int, architecture: Architecture, parent: Int? = nil, costs: [Double]?, excess: Double = 0, rung: Int = 0,
        isRetry: Bool = false
    ) {
        self.number = number
        self.architecture = architecture
        self.parent = parent
        self.costs = costs
        self.excess = excess
        self.rung = rung
        self.isRetry = isRetry
    }
}
