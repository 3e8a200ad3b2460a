/// What a target's hardware can reach: the two bounds under which every operation lies (Williams, Waterman and Patterson, "Roofline: an
/// insightful visual performance model for multicore architectures", Communications of the ACM 52:4, 2009).
public struct Roofline: Sendable, Hashable {
    /// Floating-point operations in a second that the threads' cores can do at most; a multiply-accumulate is two.
    public let flopsPerSecond: Double
    /// Bytes that are read or written in a second at most.
    public let bytesPerSecond: Double

    /// Makes a roofline of its two bounds.
    public init(flopsPerSecond: Double, bytesPerSecond: Double) {
        (self.flopsPerSecond, self.bytesPerSecond) = (flopsPerSecond, bytesPerSecond)
    }

    /// The operational intensity from which on arithmetic is the bound, in floating-point operations a byte.
    public var ridge: Double { flopsPerSecond / bytesPerSecond }

    /// Returns the most floating-point operations in a second at an operational intensity, in floating-point operations a byte.
    public func bound(at flopsPerByte: Double) -> Double { min(flopsPerSecond, flopsPerByte * bytesPerSecond) }
}

extension Target {
    /// The hardware's bounds by the board file: the peak of the cores that are used, and the traffic of a copy. A runtime that computes in
    /// half precision does twice the operations.
    public var roofline: Roofline {
        let processor = board.processor(for: runtime)
        let isHalf = board.profile(of: runtime)?.halfPrecision ?? false
        let perCycle = processor.flopsPerCycle.value * Double(threads) * (isHalf ? 2 : 1)
        return Roofline(
            flopsPerSecond: processor.clockGigahertz.value * 1e9 * perCycle,
            // A copy reads what it writes.
            bytesPerSecond: 2e6 * processor.copyMegabytesPerSecond.value)
    }
}
