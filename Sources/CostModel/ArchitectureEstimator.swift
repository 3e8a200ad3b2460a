public import NAS
public import NetworkGraph
public import Support

/// Estimates many architectures of one space, each piece that they have in common once: some microseconds a network, where
/// building its graph would take a hundred.
///
/// The same figures as from a candidate's graph, up to the last digits of sums that are added in another order. The training
/// recipe is not read.
public struct ArchitectureEstimator: Sendable {
    private let space: SearchSpace
    private let task: TaskShape
    private let estimator: any CostEstimator
    private var table: PieceTable
    private var costs: ContiguousArray<PartialCost> = []

    /// Makes an estimator for the architectures of one space, for one task.
    ///
    /// - Throws: a `Diagnostic` where the task does not fit the space.
    public init(_ space: SearchSpace, task: TaskShape, estimator: any CostEstimator) throws(Diagnostic) {
        (self.space, self.task, self.estimator) = (space, task, estimator)
        table = try PieceTable(space, task: task)
    }

    /// Returns the estimate of one architecture, and keeps the costs of its pieces for those that follow.
    ///
    /// - Throws: a `Diagnostic` where the architecture is not of this space, or the network cannot be built.
    public mutating func estimate(_ architecture: Architecture) throws(Diagnostic) -> Estimate {
        if table.size > Self.capacityBytes {
            table = try PieceTable(space, task: task)
            costs.removeAll()
        }
        guard let pieces = try table.pieces(of: architecture) else {
            return estimator.estimate(try space.candidate(for: architecture, task: task).graph)
        }
        while costs.count < table.count { costs.append(estimator.partialCost(of: table.graph(of: costs.count))) }
        var sum = PartialCost()
        for piece in pieces { sum += costs[piece] }
        return estimator.estimate(sum)
    }

    /// Spaces whose networks have little in common fill it; then all is forgotten.
    private static let capacityBytes = 64 << 20
}
