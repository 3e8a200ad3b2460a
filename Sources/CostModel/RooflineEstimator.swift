public import NetworkGraph
public import Support

/// Predicts from a board file: every operation takes the longer of its arithmetic and its memory traffic, and an
/// overhead (Williams, Waterman and Patterson, "Roofline", 2009); energy is power times latency. Batch norm is folded,
/// activations are fused where the runtime does so, operations whose result is unused and identities cost nothing.
public struct RooflineEstimator: CostEstimator {
    public let target: Target
    public let profileHash: StableHash
    /// Cost operations whose result is unused too: for graphs as written, on runtimes that do not clean up.
    public let executesUnused: Bool

    let throughput: OperationThroughput
    let figures: TargetFigures
    let latencyError: SourcedValue

    public init(target: Target, executesUnused: Bool = false) {
        guard let profile = target.board.profile(of: target.runtime) else {
            preconditionFailure("a target is made by Board.target, which checks the runtime")
        }
        self.target = target
        self.executesUnused = executesUnused
        throughput = OperationThroughput(profile: profile, processor: target.board.processor(for: target.runtime), threads: target.threads)
        latencyError = profile.error
        figures = TargetFigures(target)

        var hasher = StableHasher()
        hasher.combine("roofline 2")
        hasher.combine(target.board.hash)
        hasher.combine(target.runtime.rawValue)
        hasher.combine(target.precision.rawValue)
        hasher.combine(target.threads)
        hasher.combine(executesUnused)
        profileHash = hasher.finalize()
    }

    public func partialCost(of graph: InferredGraph) -> PartialCost {
        let counts = graph.operationCounts()
        let fusion = Fusion(graph, throughput.fusing, runs: runs(graph))
        var cost = PartialCost(graph, counts)
        for node in counts.indices where fusion.isExecuted(node) { cost.seconds += throughput.seconds(for: counts[node]).total }
        return cost
    }

    public func estimate(_ sum: PartialCost) -> Estimate {
        let seconds = throughput.invocationSeconds + sum.seconds
        let latency = Interval(value: seconds, low: seconds * latencyError.low, high: seconds * latencyError.high)
        return figures.estimate(sum, latency: latency, source: "datasheet", profileHash: profileHash)
    }

    public func operationCosts(_ graph: InferredGraph) -> [OperationCost] {
        let counts = graph.operationCounts()
        let fusion = Fusion(graph, throughput.fusing, runs: runs(graph))
        return figures.operationCosts(graph, counts, fusion, invocationSeconds: throughput.invocationSeconds) {
            throughput.seconds(for: counts[$0])
        }
    }

    private func runs(_ graph: InferredGraph) -> [Bool] {
        executesUnused ? [Bool](repeating: true, count: graph.nodes.count) : graph.reachesOutput
    }
}
