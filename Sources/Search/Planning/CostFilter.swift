public import CostModel
public import NAS
internal import Support

/// The gate before training: what a network is estimated to cost, and whether that keeps the budget.
public struct CostFilter: Sendable {
    public let estimator: any CostEstimator
    public let budget: Budget

    public init(estimator: any CostEstimator, budget: Budget) {
        self.estimator = estimator
        self.budget = budget
    }

    public func estimate(_ candidate: Candidate) -> Estimate { estimator.estimate(candidate.graph) }

    /// How far an estimate is over the budget: the largest ratio of use to limit, at most 1 where it fits; 0 without limits.
    func worstRatio(_ estimate: Estimate) -> Double { budget.judge(estimate).worst?.ratio ?? 0 }
}

/// Estimates of networks seen before, for one estimator. Bounded: the oldest half goes when it is full.
struct EstimateCache {
    private var current: [StableHash: Estimate] = [:]
    private var previous: [StableHash: Estimate] = [:]
    private let capacity: Int

    init(capacity: Int = 1 << 15) { self.capacity = capacity }

    mutating func estimate(_ candidate: Candidate, _ costs: CostFilter) -> Estimate {
        if let known = current[candidate.networkID] { return known }
        let estimate = previous[candidate.networkID] ?? costs.estimate(candidate)
        insert(estimate, for: candidate.networkID)
        return estimate
    }

    mutating func insert(_ estimate: Estimate, for network: StableHash) {
        if current.count >= capacity {
            previous = current
            current = [:]
        }
        current[network] = estimate
    }
}
