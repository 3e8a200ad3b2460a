public import NetworkGraph
public import Support

/// Predicts from a board file: every operation takes the longer of its arithmetic and its memory traffic, and an
/// overhead (Williams, Waterman and Patterson, "Roofline", 2009); energy is power times latency. Batch norm is folded,
/// activations are fused where the runtime does so, operations whose result is unused and identities cost nothing.
public struct RooflineEstimator: CostEstimator {
    /// The target that networks are estimated for.
    public let target: Target
    /// A hash of the board, the runtime, the precision, the threads and the law: estimates of one graph with equal hashes are equal.
    public let profileHash: StableHash
    /// Whether operations whose result is unused cost too: for graphs as written, on runtimes that do not clean up.
    public let executesUnused: Bool

    let throughput: OperationThroughput
    let figures: TargetFigures
    /// Factors of the value: the 90 % interval of the runtime's latencies on the board.
    let latencyError: SourcedValue

    /// Makes an estimator from the board file's figures for the target's runtime.
    ///
    /// - Precondition: the board has figures for the runtime, as in every target that `Board.target` makes.
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

    /// Returns the seconds of the operations that run, with the graph's memory, storage, parameters and multiply-accumulates.
    public func partialCost(of graph: InferredGraph) -> PartialCost {
        let counts = graph.operationCounts()
        var cost = PartialCost(graph, counts)
        cost.seconds = operations(of: graph, counts).seconds
        return cost
    }

    /// Returns the seconds of the operations that run, and how many they are.
    func operations(of graph: InferredGraph, _ counts: [OperationCounts]) -> (seconds: Double, calls: Int) {
        let fusion = Fusion(graph, throughput.fusing, runs: runs(graph))
        var (seconds, calls) = (0.0, 0)
        for node in counts.indices where fusion.isExecuted(node) {
            seconds += throughput.seconds(for: counts[node]).total
            calls += 1
        }
        return (seconds, calls)
    }

    /// Returns the estimate of a network from the sum of its pieces' costs; the interval of its latency is that of the runtime's error on
    /// the board.
    public func estimate(_ sum: PartialCost) -> Estimate {
        let seconds = throughput.invocationSeconds + sum.seconds
        let latency = Interval(value: seconds, low: seconds * latencyError.low, high: seconds * latencyError.high)
        return figures.estimate(sum, latency: latency, source: "datasheet", profileHash: profileHash)
    }

    /// Returns a row for every operation that runs, and one for the inference where the board file has an overhead for it.
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
