public import CostModel
public import Support

/// A board that a run's networks are for, with what is allowed there.
public struct RunBoard: Sendable, Hashable {
    /// The board, with its runtime, precision and number of threads.
    public var target: Target
    /// The estimator's hash, the key under which estimates are cached.
    public var profileHash: StableHash
    /// What one inference may cost there.
    public var budget: Budget
    /// The mission that limits of the budget follow from; nil without one.
    public var mission: Mission?

    /// Creates a board as it was stored, with the hash of the estimator that it had then.
    public init(target: Target, profileHash: StableHash, budget: Budget, mission: Mission? = nil) {
        (self.target, self.profileHash, self.budget, self.mission) = (target, profileHash, budget, mission)
    }

    /// Creates a board with the hash of the target's present estimator.
    public init(target: Target, budget: Budget, mission: Mission? = nil) {
        self.init(target: target, profileHash: target.estimator().profileHash, budget: budget, mission: mission)
    }
}

extension RunDefinition {
    /// The run's boards with their cost models and budgets.
    public var costs: CostFilter { CostFilter(boards.map { BudgetedEstimator($0.target.estimator(), budget: $0.budget) }) }
}
