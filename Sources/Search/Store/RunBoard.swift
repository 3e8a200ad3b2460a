public import CostModel
public import Support

/// A board that a run's networks are for, with what is allowed there.
public struct RunBoard: Sendable, Hashable {
    public var target: Target
    /// Of the estimator: what estimates are cached by.
    public var profileHash: StableHash
    public var budget: Budget
    public var mission: Mission?

    public init(target: Target, profileHash: StableHash, budget: Budget, mission: Mission? = nil) {
        (self.target, self.profileHash, self.budget, self.mission) = (target, profileHash, budget, mission)
    }

    public init(target: Target, budget: Budget, mission: Mission? = nil) {
        self.init(target: target, profileHash: target.estimator().profileHash, budget: budget, mission: mission)
    }
}

extension RunDefinition {
    /// What networks cost on the run's boards, and where they fit.
    public var costs: CostFilter { CostFilter(boards.map { BudgetedEstimator($0.target.estimator(), budget: $0.budget) }) }
}
