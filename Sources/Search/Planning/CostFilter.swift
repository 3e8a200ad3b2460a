public import CostModel
public import NAS

/// The gate before training: what a network is estimated to cost, and whether that keeps the budget.
public struct CostFilter: Sendable {
    public let estimator: any CostEstimator
    public let budget: Budget

    public init(estimator: any CostEstimator, budget: Budget) {
        self.estimator = estimator
        self.budget = budget
    }

    public func estimate(_ candidate: Candidate) -> Estimate { estimator.estimate(candidate.graph) }
}
