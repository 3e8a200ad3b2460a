internal import NetworkGraph
internal import Support

/// What an estimate needs of a target besides latency.
struct TargetFigures: Sendable {
    /// Watts above idle, and watts in all, while networks run back to back.
    let marginalWatts: Interval
    private let activeWatts: Interval
    private let runtimeMemoryBytes: Double

    init(_ target: Target) {
        let active = target.activeWatts
        activeWatts = Interval(value: active.value, low: active.low, high: active.high)
        marginalWatts = Self.difference(active, target.idleWatts)
        runtimeMemoryBytes = (target.board.profile(of: target.runtime)?.memoryMegabytes.value ?? 0) * 1_048_576
    }

    func estimate(_ sum: PartialCost, latency: Interval, source: String, profileHash: StableHash) -> Estimate {
        Estimate(
            latencySeconds: latency, energyJoules: latency.times(marginalWatts), energyTotalJoules: latency.times(activeWatts),
            peakMemoryBytes: Interval(exactly: Double(sum.peakActivationBytes) + runtimeMemoryBytes),
            storageBytes: Interval(exactly: Double(sum.weightStorageBytes)), macs: sum.macs, parameters: sum.parameters,
            origin: .init(source: source, profileHash: profileHash))
    }

    /// A row for every operation that runs, with what is fused into it, and one for what the runtime adds to an inference.
    ///
    /// - Parameter time: of a node that runs, and what bounds it.
    func operationCosts(
        _ graph: InferredGraph, _ counts: [OperationCounts], _ fusion: Fusion, invocationSeconds: Double,
        time: (_ node: Int) -> (total: Double, bound: OperationCost.Bound)
    ) -> [OperationCost] {
        let times = counts.indices.map { fusion.isExecuted($0) ? time($0) : nil }
        let total = times.reduce(invocationSeconds) { $0 + ($1?.total ?? 0) }
        var fused: [[String]] = Array(repeating: [], count: counts.count)
        var parameters = counts.map(\.parameters)
        var stored = graph.storedNumbers(counts)
        let memory = graph.liveActivationBytes()
        for node in counts.indices {
            guard let root = fusion.root(of: node) else { continue }
            fused[root].append(graph.nodes[node].name)
            parameters[root] = saturatingSum(parameters[root], counts[node].parameters)
            stored[root] = saturatingSum(stored[root], stored[node])
        }
        func row(
            _ name: String, _ kind: String, fused: [String] = [], macs: Int = 0, parameters: Int = 0, bytes: Int = 0, memory: Int = 0,
            storage: Int = 0, _ seconds: Double, _ bound: OperationCost.Bound
        ) -> OperationCost {
            OperationCost(
                name: name, kind: kind, fused: fused, macs: macs, parameters: parameters, bytes: bytes, memoryBytes: memory,
                storageBytes: storage, latencySeconds: seconds,
                energyJoules: seconds * marginalWatts.value, bound: bound, share: total > 0 ? seconds / total : 0)
        }
        var rows = times.enumerated().compactMap { node, time in
            time.map { time in
                let count = counts[node]
                return row(
                    graph.nodes[node].name, count.kind.rawValue, fused: fused[node], macs: count.macs, parameters: parameters[node],
                    bytes: count.inputBytes + count.outputBytes + count.weightBytes, memory: memory[node],
                    storage: stored[node] * MemoryLayout<Float>.size, time.total, time.bound)
            }
        }
        if invocationSeconds > 0 {
            rows.append(row("(invocation)", "runtime", invocationSeconds, .overhead))
        }
        return rows
    }

    /// The difference of two independent figures; the interval's halves add as squares.
    private static func difference(_ first: SourcedValue, _ second: SourcedValue) -> Interval {
        func root(_ a: Double, _ b: Double) -> Double { (a * a + b * b).squareRoot() }
        let value = max(first.value - second.value, 0)
        return Interval(
            value: value, low: max(value - root(first.value - first.low, second.high - second.value), 0),
            high: value + root(first.high - first.value, second.value - second.low))
    }
}
