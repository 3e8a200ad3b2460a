internal import NetworkGraph

/// A target's laws as a table of numbers: seconds per multiply-accumulate of each kind of operation, per byte, per
/// operation. The inner loop of an estimate reads only this.
struct OperationThroughput: Sendable {
    /// Seconds of one multiply-accumulate, at the index `OperationCounts.Kind.row`.
    private let secondsPerMAC: [Double]
    /// Seconds of one operation that is not a multiply-accumulate: pooling windows, sums. No published figure tells it apart; it is taken
    /// as a depthwise convolution's, whose arithmetic is as little vectorised.
    private let secondsPerElementwiseOperation: Double
    private let secondsPerByte: Double
    /// What the runtime adds to each operation.
    let overheadSeconds: Double
    let invocationSeconds: Double
    let fusing: FusionRules

    init(profile: Board.RuntimeProfile, processor: Board.Processor, threads: Int) {
        let cores = max(processor.cores.value, 1)
        // The gain of all cores is given; between one and all it falls on a straight line.
        let spread = cores > 1 ? Double(threads - 1) / (cores - 1) : 0
        let gain = 1 + (profile.parallelGain.value - 1) * spread
        let scale = profile.halfPrecision ? 2.0 : 1.0
        let hertz = processor.clockGigahertz.value * 1e9
        let peak = hertz * processor.flopsPerCycle.value * Double(threads) * gain * scale
        func perMAC(_ efficiency: SourcedValue) -> Double { 2 / (peak * efficiency.value) }
        secondsPerMAC = [
            perMAC(profile.convolution), perMAC(profile.pointwise), perMAC(profile.depthwise), perMAC(profile.grouped),
            perMAC(profile.dense), 0,
        ]
        secondsPerElementwiseOperation = 1 / (peak * profile.depthwise.value)
        secondsPerByte = 1 / (scale * 2e6 * processor.copyMegabytesPerSecond.value * profile.memory.value)
        overheadSeconds = profile.overheadMicroseconds.value * 1e-6
        invocationSeconds = profile.invocationMicroseconds.value * 1e-6
        fusing = FusionRules(profile.runtime)
    }

    /// Time of one operation that the runtime executes, and what it is bound by.
    @inline(__always)
    func seconds(for counts: OperationCounts) -> (total: Double, bound: OperationCost.Bound) {
        let compute =
            Double(counts.macs) * secondsPerMAC[counts.kind.row] + Double(counts.elementwiseOperations) * secondsPerElementwiseOperation
        let bytes = Double(counts.inputBytes) + Double(counts.outputBytes) + Double(counts.weightBytes)
        let memory = bytes * secondsPerByte
        let work = max(compute, memory)
        return (work + overheadSeconds, overheadSeconds > work ? .overhead : compute >= memory ? .compute : .memory)
    }
}

extension OperationCounts.Kind {
    /// The law of its multiply-accumulates; the last of those that have none.
    @inline(__always)
    fileprivate var row: Int {
        switch self {
        case .convolution: 0
        case .pointwiseConvolution: 1
        case .depthwiseConvolution: 2
        case .groupedConvolution: 3
        case .dense: 4
        default: 5
        }
    }
}
