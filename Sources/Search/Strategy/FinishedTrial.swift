public import NAS

/// What a strategy learns of a trial: a fact, the same in every run with this seed.
public struct FinishedTrial: Sendable, Hashable {
    public let number: Int
    public let architecture: Architecture
    public let parent: Int?
    /// One for each objective, all minimised; nil for a failed trial.
    public let costs: [Double]?
    /// By what share its network breaks the budget: 0 but where the budget was changed after it was trained.
    public let excess: Double
    /// On which of the run's fidelities it was trained, the shortest first: costs of different rungs do not compare. Above the first
    /// it is its parent that was trained on.
    public let rung: Int
    /// Whether its candidate failed on this rung before, and was tried again.
    public let isRetry: Bool

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
