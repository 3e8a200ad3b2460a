import NetworkGraph
import Support
import Testing

@testable import TensorCore

/// Pooling with windows that overlap and hang over the edge, and padded copies.
@Suite struct PoolingKernelTests {
    @Test(arguments: 0..<60) func matchesWindows(seed: Int) throws {
        var random = RandomStream(seed: UInt64(seed), purpose: .test)
        let input = Shape(height: random.between(1, 9), width: random.between(1, 9), channels: random.between(1, 40))
        let window = random.poolWindow(input)
        let size = try #require(window.outputSize(height: input.height, width: input.width))
        let output = Shape(height: size.height, width: size.width, channels: input.channels)
        let geometry = PoolingGeometry(window, input: input, output: output)
        let examples = random.between(1, 3)
        let x = GuardedFloats(random.distinct(examples * input.elements))
        let outputGradient = GuardedFloats(random.floats(examples * output.elements))
        let start = random.floats(x.count)
        let accumulates = random.coin()

        let shares = GuardedFloats((0..<output.positions).map { _ in 0.1 + random.nextFloat() })
        let reference = PoolingReference(
            window, input, output, x: x.values, outputGradient: outputGradient.values, shares: shares.values,
            start: start.map { accumulates ? Double($0) : 0 })
        let y = GuardedFloats(guards: examples * output.elements)
        // A vector may read behind the last winner, as `Memory` allows.
        var winners = [Int32](repeating: -1, count: y.count + lanes)
        winners.withUnsafeMutableBufferPointer {
            maxPoolForward(y.data, winners: $0.baseAddress!, x.pointer, geometry, examples: examples)
        }
        #expect(y.values.map(Double.init) == reference.largest && y.isUntouchedOutside)
        #expect(winners[y.count...].allSatisfy { $0 == -1 })
        let dx = GuardedFloats(start)
        maxPoolBackward(dx.data, dy: outputGradient.pointer, winners: winners, geometry, examples: examples, accumulates: accumulates)
        #expect(distance(dx.values.map(Double.init), reference.largestGradient) < 1e-6 && dx.isUntouchedOutside)

        averagePoolForward(y.data, x.pointer, geometry, shares: shares.pointer, examples: examples)
        #expect(distance(y.values.map(Double.init), reference.means) < 1e-6 && y.isUntouchedOutside)
        let again = GuardedFloats(start)
        averagePoolBackward(
            again.data, dy: outputGradient.pointer, geometry, shares: shares.pointer, examples: examples, accumulates: accumulates)
        #expect(distance(again.values.map(Double.init), reference.meanGradient) < 1e-6 && again.isUntouchedOutside)
    }

    @Test func notANumberWins() {
        let input = Shape(height: 3, width: 3, channels: 5)
        let geometry = PoolingGeometry(SlidingWindow(square: 3), input: input, output: Shape(height: 1, width: 1, channels: 5))
        for place in 0..<9 {
            let x = GuardedFloats((0..<45).map { Float($0) })
            x.data[place * 5 + 2] = .nan
            let y = GuardedFloats(guards: 5)
            var winners = [Int32](repeating: -1, count: 5)
            winners.withUnsafeMutableBufferPointer { maxPoolForward(y.data, winners: $0.baseAddress!, x.pointer, geometry, examples: 1) }
            #expect(y.values.map(\.isNaN) == [false, false, true, false, false])
            #expect(winners == [8, 8, Int32(place), 8, 8])
        }
    }

    @Test(arguments: 0..<60) func paddedCopies(seed: Int) {
        var random = RandomStream(seed: UInt64(seed), purpose: .test)
        let shape = Shape(height: random.between(1, 7), width: random.between(1, 7), channels: random.between(1, 40))
        let padded = PaddedShape(
            shape, top: random.between(0, 3), left: random.between(0, 3), bottom: random.between(0, 3), right: random.between(0, 3))
        let chunk = Chunk(first: random.between(0, 2), count: random.between(1, 3), isFirst: true)
        let x = GuardedFloats(random.floats((chunk.first + chunk.count) * shape.elements))
        let width = WideRow.width(channels: shape.channels)
        let (scales, shifts) = (random.floats(shape.channels), random.floats(shape.channels))
        let scale = GuardedFloats((0..<width).map { scales[$0 % shape.channels] })
        let shift = GuardedFloats((0..<width).map { shifts[$0 % shape.channels] })
        for isPending in [false, true] {
            let target = GuardedFloats(guards: chunk.count * padded.imageStride)
            let source: ElementSource =
                isPending
                ? .pending(x.pointer, Pending(.relu, scale: scale.pointer, shift: shift.pointer, width: width)) : .stored(x.pointer)
            paddedCopy(target.data, source, padded, chunk)
            var expected: [Double] = []
            for image in chunk.first..<chunk.first + chunk.count {
                for row in -padded.top..<shape.height + padded.bottom {
                    for column in -padded.left..<shape.width + padded.right {
                        for channel in 0..<shape.channels {
                            let isInside = row >= 0 && row < shape.height && column >= 0 && column < shape.width
                            let place = image * shape.elements + (row * shape.width + column) * shape.channels + channel
                            let value = isInside ? Double(x.data[place]) : 0
                            let moved = max(value * Double(scales[channel]) + Double(shifts[channel]), 0)
                            expected.append(isInside && isPending ? moved : value)
                        }
                    }
                }
            }
            #expect(distance(target.values.map(Double.init), expected) < (isPending ? 1e-6 : 1e-30))
            #expect(target.isUntouchedOutside)
        }
    }
}

/// Maxima and weighted sums over windows with their gradients, one number at a time.
private struct PoolingReference {
    private(set) var largest: [Double] = []
    private(set) var means: [Double] = []
    private(set) var largestGradient: [Double]
    private(set) var meanGradient: [Double]

    /// - Parameters:
    ///   - shares: for each place of the output what each number of its window counts.
    ///   - start: what the gradients are added to.
    init(
        _ window: SlidingWindow, _ input: Shape, _ output: Shape, x: [Float], outputGradient: [Float], shares: [Float], start: [Double]
    ) {
        (largestGradient, meanGradient) = (start, start)
        for (index, gradient) in outputGradient.enumerated() {
            let (example, place, channel) = (index / output.elements, index / output.channels % output.positions, index % output.channels)
            let share = Double(shares[place])
            var (best, sum) = (-1, 0.0)
            for i in 0..<window.kernelHeight {
                for j in 0..<window.kernelWidth {
                    let row = place / output.width * window.strideHeight - window.paddingTop + i
                    let column = place % output.width * window.strideWidth - window.paddingLeft + j
                    guard row >= 0, row < input.height, column >= 0, column < input.width else { continue }
                    let source = example * input.elements + (row * input.width + column) * input.channels + channel
                    if best < 0 || x[source] > x[best] { best = source }
                    sum += Double(x[source])
                    meanGradient[source] += share * Double(gradient)
                }
            }
            largest.append(Double(x[best]))
            largestGradient[best] += Double(gradient)
            means.append(sum * share)
        }
    }
}
