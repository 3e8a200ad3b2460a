import NetworkGraph
import Support
import Testing

@testable import TensorCore

@Suite struct BatchNormKernelTests {
    static let functions: [Activation?] = [nil, .relu, .relu6, .hardSwish, .hardSigmoid]

    /// Squares of numbers around 1000 have no digits left for a deviation of 1.
    @Test(arguments: [1, 3, 8, 12, 16, 17, 40, 64], [[700, 700, 299], [1, 700, 3, 299], [1, 1], [2, 5, 5, 5], [900]])
    func statisticsFarFromZero(channels: Int, chunks: [Int]) throws {
        var random = RandomStream(seed: UInt64(channels), purpose: .test)
        let (memory, width) = (Memory(), WideRow.width(channels: channels))
        let sums = try LaneSums(memory, width: width)
        sums.clear()
        // Images are visited from either end, so that the first chunk may be smaller than a wide row.
        var values: [Double] = []
        for positions in chunks {
            let x = GuardedFloats((0..<positions * channels).map { _ in 1000 + (random.nextFloat() * 2 - 1) * Float(3).squareRoot() })
            laneStatistics(sums, x.pointer, count: x.count)
            values += x.values.map(Double.init)
        }
        for channel in 0..<channels {
            let own = stride(from: channel, to: values.count, by: channels).map { values[$0] }
            let mean = own.reduce(0, +) / Double(own.count)
            let squares = own.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
            let lanesOfChannel = stride(from: channel, to: width, by: channels)
            let seen = lanesOfChannel.reduce(0) { $0 + sums.seen[$1] }
            let total = lanesOfChannel.reduce(0) { $0 + sums.seen[$1] * Double(sums.pivot[$1]) + sums.total[$1] }
            let found = lanesOfChannel.reduce(0) { sum, lane in
                let shift = mean - Double(sums.pivot[lane])
                return sum + sums.product[lane] - 2 * shift * sums.total[lane] + sums.seen[lane] * shift * shift
            }
            #expect(seen == Double(own.count))
            #expect(abs(total / seen - mean) < 1e-4)
            #expect(abs(found - squares) < 1e-4 * max(squares, 1e-9), "channel \(channel) of \(channels)")
        }
        extendLifetime(memory)
    }

    /// The same through the operation, whose running statistics show what it took.
    @Test(arguments: [1, 5, 16, 40]) func operationFarFromZero(channels: Int) throws {
        var net = GraphBuilder(input: Shape(height: 7, width: 5, channels: channels))
        net.add(.batchNorm, name: "norm")
        let probe = try Probe(net.graph, batch: 9)
        var random = RandomStream(seed: 2, purpose: .test)
        let images = (0..<9 * net.inputShape.elements).map { _ in 1000 + random.nextFloat() * 3 }
        _ = probe.backward(images: images, count: 9, outputGradient: [Float](repeating: 1, count: images.count))
        let variances = try #require(probe.network.exportParameters()["norm.running_var"]).values
        for channel in 0..<channels {
            let own = stride(from: channel, to: images.count, by: channels).map { Double(images[$0]) }
            let mean = own.reduce(0, +) / Double(own.count)
            let variance = own.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(own.count - 1)
            // One step from 1 towards the batch's.
            let momentum = Double(NetworkGraph.Operation.BatchNorm.momentum)
            let seen = (Double(variances[channel]) - (1 - momentum)) / momentum
            #expect(abs(seen / variance - 1) < 1e-4)
        }
    }

    @Test(arguments: functions, 1...40) func gradients(_ function: Activation?, channels: Int) throws {
        var random = RandomStream(seed: UInt64(channels), purpose: .test)
        let width = WideRow.width(channels: channels)
        func factor() -> (channels: [Float], wide: GuardedFloats) {
            let values = random.floats(channels)
            return (values, GuardedFloats((0..<width).map { values[$0 % channels] }))
        }
        let (scale, shift, mean, byInput, offset) = (factor(), factor(), factor(), factor(), factor())
        let factors = BatchNormFactors(
            scale: scale.wide.data, shift: shift.wide.data, mean: mean.wide.data, byInput: byInput.wide.data, offset: offset.wide.data)
        let count = channels * random.between(1, 150)
        // Rounded, a value next to a kink may lie on its other side.
        let x = GuardedFloats(
            (0..<count).map { index in
                while true {
                    let value = random.nextFloat() * 20 - 10
                    let normalised = value * scale.channels[index % channels] + shift.channels[index % channels]
                    if ([-3, 0, 3, 6] as [Float]).allSatisfy({ abs(normalised - $0) > 1e-4 }) { return value }
                }
            })
        let dy = GuardedFloats(random.floats(count))
        let start = random.floats(count)
        let expected = NormGradients(
            function, x: x.values, dy: dy.values, scale: scale.channels, shift: shift.channels, mean: mean.channels,
            byInput: byInput.channels, offset: offset.channels)
        let memory = Memory()
        let sums = try LaneSums(memory, width: width)
        for accumulates in [false, true] {
            let dx = GuardedFloats(start)
            batchNormInputGradient(
                function, dx.data, dy: dy.pointer, x: x.pointer, factors, count: count, width: width, accumulates: accumulates)
            let wanted = zip(expected.input, start).map { $0 + (accumulates ? Double($1) : 0) }
            #expect(distance(dx.values.map(Double.init), wanted) < 1e-6)
            #expect(dx.isUntouchedOutside)
        }
        sums.clear()
        batchNormOutputGradientSums(function, sums, dy: dy.pointer, x: x.pointer, factors, count: count)
        func joined(_ values: UnsafeMutablePointer<Double>) -> [Double] {
            (0..<channels).map { stride(from: $0, to: width, by: channels).reduce(0) { $0 + values[$1] } }
        }
        #expect(distance(joined(sums.total), expected.sums) < 2e-6)
        #expect(distance(joined(sums.product), expected.productSums) < 2e-6)
        // The sums lie in it.
        extendLifetime(memory)
    }
}

/// The gradients of a norm and its activation, one number at a time.
private struct NormGradients {
    private(set) var input: [Double] = []
    /// For each channel the sum of the gradients behind the activation, and of their products with the distance from the mean.
    private(set) var sums: [Double]
    private(set) var productSums: [Double]

    init(
        _ function: Activation?, x: [Float], dy: [Float], scale: [Float], shift: [Float], mean: [Float], byInput: [Float], offset: [Float]
    ) {
        sums = [Double](repeating: 0, count: scale.count)
        productSums = sums
        for index in x.indices {
            let (channel, value) = (index % scale.count, Double(x[index]))
            let normalised = value * Double(scale[channel]) + Double(shift[channel])
            let outputGradient = Double(dy[index]) * (function.map { ReferenceTwin.outputGradient($0, normalised) } ?? 1)
            sums[channel] += outputGradient
            productSums[channel] += outputGradient * (value - Double(mean[channel]))
            input.append(Double(scale[channel]) * outputGradient + Double(byInput[channel]) * value + Double(offset[channel]))
        }
    }
}

extension ReferenceTwin {
    /// The derivative of a piecewise polynomial, exact but for pieces narrower than the step.
    fileprivate static func outputGradient(_ function: Activation, _ x: Double) -> Double {
        let step = 1e-6
        return (value(function, x + step) - value(function, x - step)) / (2 * step)
    }
}
