public import Support

/// How fast OpenBLAS multiplies large matrices on one thread, now: what the speed of a network is compared with, since a
/// machine's clock and its neighbours change from minute to minute.
public struct SGEMMPeak: Sendable, Hashable {
    /// GFLOP/s of the quickest product: the peak, which a busy neighbour does not hide.
    public let best: Double
    /// GFLOP/s of the median product: what it keeps up.
    public let median: Double

    /// Multiplies square matrices for some time; at least five times, and once before to warm up.
    ///
    /// - Parameter size: rows, columns and inner length; large enough that packing does not count, small enough that
    ///   some products are left alone by the neighbours.
    /// - Throws: a `Diagnostic` where there is no memory for the matrices.
    public init(seconds: Double, size: Int = 768) throws(Diagnostic) {
        precondition(size > 0)
        Engine.configure()
        let memory = Memory()
        let (a, b, c) = (try memory.floats(size * size), try memory.floats(size * size), try memory.floats(size * size))
        for index in 0..<size * size {
            a[index] = Float(index % 13) - 6
            b[index] = Float(index % 11) - 5
        }
        let clock = ContinuousClock()
        func product() -> Duration {
            clock.measure {
                matrixProduct(c, size, Matrix(a, size), Matrix(b, size), rows: size, columns: size, inner: size)
            }
        }
        _ = product()
        let end = clock.now + .seconds(seconds)
        var times: [Duration] = []
        while times.count < 5 || clock.now < end { times.append(product()) }
        times.sort()
        // The pointers do not keep the matrices.
        withExtendedLifetime(memory) {}
        let gigaflop = 2e-9 * Double(size * size * size)
        best = gigaflop / (times[0] / .seconds(1))
        median = gigaflop / (times[times.count / 2] / .seconds(1))
    }
}
