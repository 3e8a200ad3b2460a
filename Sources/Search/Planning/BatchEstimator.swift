internal import CostModel
internal import NAS
internal import Synchronization

/// Estimates architectures by the thousand, without building the network of each where the space allows it.
struct BatchEstimator: Sendable {
    private let space: any CandidateSpace
    private let costs: CostFilter
    /// For each board; empty where there is no such way.
    private var quick: [ArchitectureEstimator]

    init(space: any CandidateSpace, costs: CostFilter) {
        (self.space, self.costs) = (space, costs)
        let quick = costs.boards.compactMap { space.architectureEstimator($0.estimator) }
        self.quick = quick.count == costs.boards.count ? quick : []
    }

    /// On the first board. Nil where no network can be built.
    mutating func estimate(_ architecture: Architecture) -> Estimate? {
        guard quick.isEmpty else { return try? quick[0].estimate(architecture) }
        return (try? space.candidate(for: architecture)).map(costs.estimate)
    }

    /// On each board. Nil where no network can be built.
    mutating func estimates(_ architecture: Architecture) -> BoardEstimates? {
        guard !quick.isEmpty else { return (try? space.candidate(for: architecture)).map(costs.estimates) }
        return BoardEstimates(quick.indices.map { try? quick[$0].estimate(architecture) })
    }
}

/// Estimators for threads: each is used by one thread at a time, and remembers what it has seen.
final class BatchEstimatorPool: Sendable {
    private let idle = Mutex<[BatchEstimator]>([])
    private let space: any CandidateSpace
    private let costs: CostFilter

    init(space: any CandidateSpace, costs: CostFilter) { (self.space, self.costs) = (space, costs) }

    func borrow<Result>(_ body: (inout BatchEstimator) -> Result) -> Result {
        var estimator = idle.withLock { $0.popLast() } ?? BatchEstimator(space: space, costs: costs)
        let result = body(&estimator)
        idle.withLock { $0.append(estimator) }
        return result
    }
}
