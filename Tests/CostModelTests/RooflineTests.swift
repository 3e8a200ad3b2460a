import NetworkGraph
import Support
import TestSupport
import Testing

@testable import CostModel

/// The by-hand board at one thread: peak 2 GFLOP/s; a convolution 2 MACs / 1 GFLOP/s, pointwise and dense / 0.5, depthwise
/// / 0.2; traffic 2 x 500 MB/s x 0.5 = 0.5 GB/s; 10 us an operation; 2 W above idle.
@Suite struct RooflineTests {
    private func estimator(_ runtime: Runtime = .tflite, threads: Int = 1) throws -> RooflineEstimator {
        RooflineEstimator(target: try makeHandBoard().target(runtime: runtime, threads: threads))
    }

    private func chain(side: Int = 8, channels: Int = 4) -> ChainBuilder {
        ChainBuilder(Shape(height: side, width: side, channels: channels))
    }

    private func near(_ a: Double, _ b: Double) -> Bool { abs(a - b) <= 1e-9 * abs(b) }

    @Test func convolutionByHand() throws {
        var chain = chain()
        try chain.convolution(8, kernel: 3, activation: .relu)
        // 8 x 8 x 8 x 9 x 4 = 18,432 MACs at 2 ns = 36.864 us; bytes 4 x (256 + 512 + 288) = 4,224 at 2 ns = 8.448 us.
        let estimate = try estimator().estimate(chain.finish())
        #expect(near(estimate.latencySeconds.value, 46.864e-6))
        #expect(near(estimate.latencySeconds.low, 23.432e-6))
        #expect(near(estimate.latencySeconds.high, 93.728e-6))
        #expect(near(estimate.energyJoules.value, 2 * 46.864e-6))
        #expect(near(estimate.energyTotalJoules.value, 3 * 46.864e-6))
        #expect(estimate.macs == 18_432)
        #expect(estimate.parameters == 288 + 16)
        #expect(estimate.source == "datasheet")
    }

    @Test func theRoofByHand() throws {
        let one = try makeHandBoard().target(runtime: .tflite, threads: 1).roofline
        #expect(one == Roofline(flopsPerSecond: 2e9, bytesPerSecond: 1e9) && one.ridge == 2)
        #expect(one.bound(at: 1) == 1e9 && one.bound(at: 2) == 2e9 && one.bound(at: 50) == 2e9)
        // Four cores, in half precision.
        #expect(try makeHandBoard().target(runtime: .ncnn).roofline.flopsPerSecond == 16e9)
    }

    @Test func depthwiseAndDenseByHand() throws {
        var chain = chain(side: 4, channels: 16)
        try chain.convolution(16, kernel: 3, groups: 16, activation: nil)
        try chain.add(.flatten)
        try chain.add(.dense(outputs: 10, bias: true))
        // Depthwise: 2,304 MACs at 10 ns = 23.04 us; bytes 4 x (256 + 256 + 144) = 2,624: 5.248 us.
        // Dense: 2,560 MACs at 4 ns = 10.24 us; bytes 4 x (256 + 10 + 2,570) = 11,344: 22.688 us. Two overheads.
        #expect(near(try estimator().estimate(chain.finish()).latencySeconds.value, (23.04 + 22.688 + 20) * 1e-6))
    }

    @Test func threadsInvocationAndHalfPrecision() throws {
        var chain = chain()
        try chain.convolution(8, kernel: 3, activation: .relu)
        let graph = chain.finish()
        // Four threads gain 4 x 0.7; two, on the line between, 2 x 0.9. Traffic and overhead stay.
        #expect(near(try estimator(threads: 4).estimate(graph).latencySeconds.value, (36.864 / 2.8 + 10) * 1e-6))
        #expect(near(try estimator(threads: 2).estimate(graph).latencySeconds.value, (36.864 / 1.8 + 10) * 1e-6))
        #expect(near(try estimator(.ncnn, threads: 1).estimate(graph).latencySeconds.value, (36.864 / 2 + 60) * 1e-6))
    }

    @Test func poolingCountsItsWindow() throws {
        var chain = chain()
        try chain.add(.averagePool(.init(kernel: Extent(square: 2), stride: Extent(square: 2))))
        // 4 x 4 x 4 x 4 = 256 sums at 5 ns = 1.28 us; bytes 4 x (256 + 64) = 1,280: 2.56 us.
        #expect(near(try estimator().estimate(chain.finish()).latencySeconds.value, 12.56e-6))
    }

    @Test func fusingFollowsTheRuntime() throws {
        func seconds(_ activation: Activation?, _ runtime: Runtime) throws -> Double {
            var chain = chain()
            try chain.convolution(8, kernel: 3, activation: activation)
            return try estimator(runtime).estimate(chain.finish()).latencySeconds.value
        }
        #expect(try seconds(.relu, .tflite) == seconds(nil, .tflite))
        #expect(try seconds(.hardSwish, .tflite) > seconds(nil, .tflite))
        #expect(try seconds(.hardSwish, .ncnn) == seconds(nil, .ncnn))
    }

    @Test func sharedOperandsAreNotFused() throws {
        var chain = chain()
        try chain.add(.convolution(.init(outputs: 4, kernel: Extent(square: 1), bias: false)))
        let convolution = chain.last
        try chain.add(.activation(.relu))
        let fusedGraph = chain.finish()
        try chain.add(.add, [convolution, chain.last])
        let rows = try estimator().operationCosts(chain.finish())
        #expect(try estimator().operationCosts(fusedGraph).count == 1)
        #expect(rows.map(\.kind) == ["pointwiseConvolution", "activation", "elementwise"])
    }

    @Test func preActivationStaysAnOperation() throws {
        var chain = chain()
        try chain.add(.batchNorm)
        try chain.add(.activation(.relu))
        try chain.convolution(4, kernel: 3, activation: nil)
        let rows = try estimator().operationCosts(chain.finish())
        #expect(rows.map(\.kind) == ["batchNorm", "activation", "convolution"])
        #expect(rows[2].fused == ["n4"])
    }

    @Test func unusedAndIdentityCostNothing() throws {
        var chain = chain()
        try chain.convolution(8, kernel: 3, activation: .relu)
        let plain = try estimator().estimate(chain.finish()).latencySeconds
        let result = chain.last
        try chain.add(.dropout(rate: 0.5))
        let dropped = chain.last
        try chain.convolution(64, kernel: 3)
        let graph = InferredGraph(nodes: chain.finish().nodes, output: dropped)
        #expect(try estimator().estimate(graph).latencySeconds == plain)
        let target = try makeHandBoard().target(runtime: .tflite, threads: 1)
        #expect(RooflineEstimator(target: target, executesUnused: true).estimate(graph).latencySeconds.value > plain.value)
        #expect(result > 0)
    }

    @Test func moreIsNeverCheaper() throws {
        for name in shippedNames {
            let board = try shippedBoards.board(named: name)
            for runtime in board.runtimes {
                let estimator = RooflineEstimator(target: try board.target(runtime: runtime.runtime))
                var before = 0.0
                for channels in [1, 2, 3, 8, 16, 33, 64, 128] {
                    var chain = chain(side: 16, channels: 3)
                    try chain.convolution(channels, kernel: 3)
                    try chain.convolution(channels, kernel: 3, groups: channels)
                    try chain.convolution(2 * channels, kernel: 1)
                    try chain.head(10)
                    let latency = estimator.estimate(chain.finish()).latencySeconds.value
                    #expect(latency > before, "\(name) \(runtime.runtime) \(channels)")
                    before = latency
                }
            }
        }
    }

    @Test func moreThreadsAreNeverSlower() throws {
        let graph = try PublishedNetworks.mobileNetV2(width: 0.5, side: 96)
        let board = try shippedBoards.board(named: "raspberry-pi-4")
        let seconds = try (1...4).map {
            try RooflineEstimator(target: board.target(runtime: .ncnn, threads: $0)).estimate(graph).latencySeconds.value
        }
        #expect(seconds == seconds.sorted(by: >))
    }

    @Test(arguments: shippedNames) func energyIsPowerTimesLatency(_ name: String) throws {
        let board = try shippedBoards.board(named: name)
        let target = try board.target()
        let estimate = RooflineEstimator(target: target).estimate(try PublishedNetworks.mobileNetV1(width: 0.25, side: 96))
        let idle = board.idleWatts.value
        #expect(near(estimate.energyTotalJoules.value - estimate.energyJoules.value, idle * estimate.latencySeconds.value))
        #expect(
            near(
                estimate.energyTotalJoules.value,
                board.activeWatts(runtime: target.runtime, threads: target.threads).value * estimate.latencySeconds.value))
        for interval in [estimate.latencySeconds, estimate.energyJoules, estimate.energyTotalJoules] {
            #expect(0 < interval.low && interval.low < interval.value && interval.value < interval.high)
        }
        // The energy knows less than the latency, for the power has an error too.
        #expect(estimate.energyJoules.high / estimate.energyJoules.value > estimate.latencySeconds.high / estimate.latencySeconds.value)
        #expect(estimate.peakMemoryBytes.low == estimate.peakMemoryBytes.high && estimate.peakMemoryBytes.value > 0)
        #expect(estimate.storageBytes.value >= 4 * 400_000)
    }

    @Test(arguments: [Runtime.tflite, .ncnn]) func rowsSumToTheEstimate(_ runtime: Runtime) throws {
        let graph = try PublishedNetworks.mobileNetV2(width: 0.35, side: 96)
        let estimator = try estimator(runtime)
        let (estimate, rows) = (estimator.estimate(graph), estimator.operationCosts(graph))
        #expect(near(rows.reduce(0) { $0 + $1.latencySeconds }, estimate.latencySeconds.value))
        #expect(near(rows.reduce(0) { $0 + $1.energyJoules }, estimate.energyJoules.value))
        #expect(near(rows.reduce(0) { $0 + $1.share }, 1))
        #expect(rows.reduce(0) { $0 + $1.macs } == estimate.macs)
        #expect(rows.reduce(0) { $0 + $1.parameters } == estimate.parameters)
        #expect(Set(rows.map(\.bound)).count >= 2)
    }

    @Test func intervalsOfDifferenceAndProduct() throws {
        // Active 3 [2.5, 4], idle 1 [0.9, 1.2]: 2 - sqrt(0.25 + 0.04), 2 + sqrt(1 + 0.01).
        let watts = try estimator().figures.marginalWatts
        #expect(watts.value == 2)
        #expect(near(watts.low, 2 - 0.29.squareRoot()) && near(watts.high, 2 + 1.01.squareRoot()))
        let product = Interval(value: 2, low: 1, high: 4).times(Interval(value: 3, low: 3, high: 3))
        #expect(near(product.value, 6) && near(product.low, 3) && near(product.high, 12))
        #expect(Interval(value: 1, low: 1, high: 2).times(Interval(value: 0, low: 0, high: 1)) == Interval(value: 0, low: 0, high: 2))
    }

    @Test func profileHashNamesAllThatMatters() throws {
        let board = try makeHandBoard()
        var hashes: Set<StableHash> = []
        for runtime in [Runtime.tflite, .ncnn] {
            for threads in 1...4 {
                hashes.insert(RooflineEstimator(target: try board.target(runtime: runtime, threads: threads)).profileHash)
            }
        }
        #expect(hashes.count == 8)
        #expect(try estimator().profileHash == estimator().profileHash)
        #expect(RooflineEstimator(target: try board.target(threads: 1), executesUnused: true).profileHash != (try estimator().profileHash))
    }
}
