internal import NAS
internal import Support

/// What an estimate needs of a target besides latency.
struct TargetFigures: Sendable {
    /// Watts above idle, and watts in all, while networks run back to back.
    let marginalWatts: Estimated
    private let activeWatts: Estimated
    private let runtimeMemoryBytes: Double

    init(_ target: Target) {
        let active = target.board.activeWatts(runtime: target.runtime, threads: target.threads)
        activeWatts = Estimated(value: active.value, low: active.low, high: active.high)
        marginalWatts = Self.difference(active, target.board.idleWatts)
        runtimeMemoryBytes = (target.board.profile(of: target.runtime)?.memoryMegabytes.value ?? 0) * 1_048_576
    }

    func estimate(
        _ graph: InferredGraph, _ counts: [OperationCounts], latency: Estimated, source: String, profileHash: StableHash
    ) -> Estimate {
        var (macs, parameters) = (0, 0)
        for count in counts {
            macs = saturatingSum(macs, count.macs)
            parameters = saturatingSum(parameters, count.parameters)
        }
        return Estimate(
            latencySeconds: latency, energyJoules: latency.times(marginalWatts), energyTotalJoules: latency.times(activeWatts),
            peakMemoryBytes: Estimated(exactly: Double(graph.peakActivationBytes()) + runtimeMemoryBytes),
            storageBytes: Estimated(exactly: Double(graph.weightStorageBytes)), macs: macs, parameters: parameters, source: source,
            profileHash: profileHash)
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

/// Graphs of a search space are bounded one operation at a time only.
func saturatingSum(_ first: Int, _ second: Int) -> Int {
    let (sum, overflow) = first.addingReportingOverflow(second)
    return overflow ? Int.max : sum
}
