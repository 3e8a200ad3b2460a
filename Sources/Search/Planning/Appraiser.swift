internal import CostModel
internal import NAS
internal import Synchronization

/// Estimates architectures by the thousand, without building the network of each where the space allows it.
struct Appraiser: Sendable {
    private let space: any CandidateSpace
    private let costs: CostFilter
    private var quick: ArchitectureEstimator?

    init(space: any CandidateSpace, costs: CostFilter) {
        (self.space, self.costs) = (space, costs)
        quick = space.architectureEstimator(costs.estimator)
    }

    /// Nil where no network can be built.
    mutating func estimate(_ architecture: Architecture) -> Estimate? {
        if quick != nil { return try? quick?.estimate(architecture) }
        return (try? space.candidate(for: architecture)).map(costs.estimate)
    }
}

/// Appraisers for threads: each is used by one at a time, and remembers what it has seen.
final class AppraiserPool: Sendable {
    private let idle = Mutex<[Appraiser]>([])
    private let space: any CandidateSpace
    private let costs: CostFilter

    init(space: any CandidateSpace, costs: CostFilter) { (self.space, self.costs) = (space, costs) }

    func borrow<Result>(_ body: (inout Appraiser) -> Result) -> Result {
        var appraiser = idle.withLock { $0.popLast() } ?? Appraiser(space: space, costs: costs)
        let result = body(&appraiser)
        idle.withLock { $0.append(appraiser) }
        return result
    }
}
