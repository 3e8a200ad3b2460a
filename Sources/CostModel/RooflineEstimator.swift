public import NAS
public import Support

/// Predicts from a board file: every operation takes the longer of its arithmetic and its memory traffic, and an
/// overhead (Williams, Waterman and Patterson, "Roofline", 2009); energy is power times latency. Batch norm is folded,
/// activations are fused where the runtime does so, operations whose result is unused and identities cost nothing.
public struct RooflineEstimator: CostEstimator {
    public let target: Target
    public let profileHash: StableHash
    /// Cost operations whose result is unused too: for graphs as written, on runtimes that do not clean up.
    public let executesUnused: Bool

    let laws: LawTable
    /// Watts above idle, and watts in all, while networks run back to back.
    let marginalWatts: Estimated
    let activeWatts: Estimated
    let latencyError: Figure
    let runtimeMemoryBytes: Double

    public init(target: Target, executesUnused: Bool = false) {
        guard let profile = target.board.profile(of: target.runtime) else {
            preconditionFailure("a target is made by Board.target, which checks the runtime")
        }
        self.target = target
        self.executesUnused = executesUnused
        laws = LawTable(profile: profile, processor: target.board.processor(for: target.runtime), threads: target.threads)
        let active = target.board.activeWatts(runtime: target.runtime, threads: target.threads)
        let idle = target.board.idleWatts
        activeWatts = Estimated(value: active.value, low: active.low, high: active.high)
        marginalWatts = Self.difference(active, idle)
        latencyError = profile.error
        runtimeMemoryBytes = profile.memoryMegabytes.value * 1_048_576

        var hasher = StableHasher()
        hasher.combine("roofline 1")
        hasher.combine(target.board.hash)
        hasher.combine(target.runtime.rawValue)
        hasher.combine(target.precision.rawValue)
        hasher.combine(target.threads)
        hasher.combine(executesUnused)
        profileHash = hasher.finalize()
    }

    public func estimate(_ graph: InferredGraph) -> Estimate {
        let counts = graph.operationCounts()
        var macs = 0
        var parameters = 0
        for count in counts {
            macs = Self.saturatingSum(macs, count.macs)
            parameters = Self.saturatingSum(parameters, count.parameters)
        }
        let fate = Fate.of(graph, counts: counts, fusing: laws.fusing, runs: runs(graph))
        var seconds = laws.invocationSeconds
        for node in counts.indices where fate[node] == Fate.executed { seconds += laws.seconds(for: counts[node]).total }
        return estimate(
            seconds: seconds, macs: macs, parameters: parameters, peakActivationBytes: graph.peakActivationBytes(),
            storageBytes: graph.weightStorageBytes)
    }

    public func operationCosts(_ graph: InferredGraph) -> [OperationCost] {
        let counts = graph.operationCounts()
        let fate = Fate.of(graph, counts: counts, fusing: laws.fusing, runs: runs(graph))
        var total = laws.invocationSeconds
        var fused: [[String]] = Array(repeating: [], count: counts.count)
        var parameters = counts.map(\.parameters)
        for node in counts.indices {
            if fate[node] == Fate.executed {
                total += laws.seconds(for: counts[node]).total
            } else if fate[node] >= 0 {
                fused[fate[node]].append(graph.nodes[node].name)
                parameters[fate[node]] = Self.saturatingSum(parameters[fate[node]], counts[node].parameters)
            }
        }
        var rows = counts.indices.filter { fate[$0] == Fate.executed }.map { node in
            let count = counts[node]
            let (seconds, bound) = laws.seconds(for: count)
            return OperationCost(
                name: graph.nodes[node].name, kind: count.kind.rawValue, fused: fused[node], macs: count.macs, parameters: parameters[node],
                bytes: count.inputBytes + count.outputBytes + count.weightBytes, latencySeconds: seconds,
                energyJoules: seconds * marginalWatts.value, bound: bound, share: total > 0 ? seconds / total : 0)
        }
        if laws.invocationSeconds > 0 {
            rows.append(
                OperationCost(
                    name: "(invocation)", kind: "runtime", fused: [], macs: 0, parameters: 0, bytes: 0,
                    latencySeconds: laws.invocationSeconds,
                    energyJoules: laws.invocationSeconds * marginalWatts.value, bound: .overhead, share: laws.invocationSeconds / total))
        }
        return rows
    }

    private func runs(_ graph: InferredGraph) -> [Bool] {
        executesUnused ? [Bool](repeating: true, count: graph.nodes.count) : graph.reachesOutput
    }

    /// The estimate of a network of which only sums are known.
    func estimate(seconds: Double, macs: Int, parameters: Int, peakActivationBytes: Int, storageBytes: Int) -> Estimate {
        let latency = Estimated(value: seconds, low: seconds * latencyError.low, high: seconds * latencyError.high)
        return Estimate(
            latencySeconds: latency, energyJoules: latency.times(marginalWatts), energyTotalJoules: latency.times(activeWatts),
            peakMemoryBytes: Estimated(exactly: Double(peakActivationBytes) + runtimeMemoryBytes),
            storageBytes: Estimated(exactly: Double(storageBytes)), macs: macs, parameters: parameters, source: "datasheet",
            profileHash: profileHash)
    }

    /// Graphs of a search space are bounded one operation at a time only.
    private static func saturatingSum(_ first: Int, _ second: Int) -> Int {
        let (sum, overflow) = first.addingReportingOverflow(second)
        return overflow ? Int.max : sum
    }

    /// The difference of two independent figures; the interval's halves add as squares.
    private static func difference(_ first: Figure, _ second: Figure) -> Estimated {
        func root(_ a: Double, _ b: Double) -> Double { (a * a + b * b).squareRoot() }
        let value = max(first.value - second.value, 0)
        return Estimated(
            value: value, low: max(value - root(first.value - first.low, second.high - second.value), 0),
            high: value + root(first.high - first.value, second.value - second.low))
    }
}
