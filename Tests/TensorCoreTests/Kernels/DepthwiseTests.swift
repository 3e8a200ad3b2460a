import Support
import Testing

@testable import TensorCore

@Suite struct DepthwiseTests {
    @Test(arguments: [1, 2, 3, 4, 5, 7], 1...40) func matchesSums(kernel: Int, channels: Int) {
        var random = RandomStream(seed: UInt64(kernel * 100 + channels), purpose: .test)
        for stride in 1...3 {
            for dilation in 1...2 {
                let layer = DepthwiseCase(&random, kernel: kernel, stride: stride, dilation: dilation, channels: channels)
                layer.checkForward(&random)
                layer.checkWeightGradient(&random)
            }
        }
    }

    @Test func notANumberGoesThroughTheClamp() {
        var random = RandomStream(seed: 3, purpose: .test)
        for channels in 1...2 * lanes {
            let layer = DepthwiseCase(&random, kernel: 3, stride: 1, dilation: 1, channels: channels)
            layer.x.data[0] = .nan
            let y = GuardedFloats(guards: layer.shape.rows * layer.shape.yRow)
            depthwise(y.data, layer.x.pointer, layer.weight.pointer, layer.shape, DepthwiseEpilogue(lowest: 0, highest: 6))
            for (index, place) in layer.places.enumerated() { #expect(y.data[place].isNaN == (index == 0)) }
        }
    }
}

private struct DepthwiseCase {
    let shape: DepthwiseShape
    let x: GuardedFloats
    let weight: GuardedFloats

    init(_ random: inout RandomStream, kernel: Int, stride: Int, dilation: Int, channels: Int) {
        let height = random.coin() ? kernel : random.between(1, 4)
        let (rows, columns) = (random.between(1, 4), random.between(1, 19))
        let width = (columns - 1) * stride + (kernel - 1) * dilation + 1
        let row = width * channels + random.between(0, 3)
        let yColumn = channels + random.between(0, 3)
        shape = DepthwiseShape(
            rows: rows, columns: columns, channels: channels, kernelHeight: height, kernelWidth: kernel, xRow: stride * row,
            xColumn: stride * channels, tapRow: dilation * row, tapColumn: dilation * channels, tapWeight: channels,
            yRow: columns * yColumn + random.between(0, 3), yColumn: yColumn)
        x = GuardedFloats(random.floats(((rows - 1) * stride + (height - 1) * dilation + 1) * row))
        weight = GuardedFloats(random.floats(height * kernel * channels))
    }

    private var name: Comment {
        "\(shape.kernelHeight) x \(shape.kernelWidth), \(shape.rows) x \(shape.columns) x \(shape.channels), steps \(shape.xColumn / shape.channels) and \(shape.tapColumn / shape.channels)"
    }

    /// Of the results, in order.
    var places: [Int] {
        (0..<shape.rows).flatMap { row in
            (0..<shape.columns).flatMap { column in
                (0..<shape.channels).map { row * shape.yRow + column * shape.yColumn + $0 }
            }
        }
    }

    private func forEachTap(_ body: (_ place: Int, _ tap: Int, _ source: Int) -> Void) {
        for row in 0..<shape.rows {
            for column in 0..<shape.columns {
                for i in 0..<shape.kernelHeight {
                    for j in 0..<shape.kernelWidth {
                        for channel in 0..<shape.channels {
                            body(
                                row * shape.yRow + column * shape.yColumn + channel,
                                (i * shape.kernelWidth + j) * shape.tapWeight + channel,
                                row * shape.xRow + column * shape.xColumn + i * shape.tapRow + j * shape.tapColumn + channel)
                        }
                    }
                }
            }
        }
    }

    func checkForward(_ random: inout RandomStream) {
        let y = GuardedFloats(guards: shape.rows * shape.yRow)
        var sums = [Double](repeating: 0, count: y.count)
        var isWritten = [Bool](repeating: false, count: y.count)
        let bias = random.coin() ? GuardedFloats(random.floats(shape.channels)) : nil
        var ending = DepthwiseEpilogue(bias: bias?.pointer, accumulates: random.coin())
        if random.coin() { (ending.lowest, ending.highest) = (-0.4, 0.5) }
        for place in places {
            isWritten[place] = true
            if ending.accumulates { y.data[place] = random.nextFloat() }
            sums[place] = Double(bias?.data[place % shape.yRow % shape.yColumn] ?? 0) + (ending.accumulates ? Double(y.data[place]) : 0)
        }
        forEachTap { place, tap, source in sums[place] += Double(x.data[source]) * Double(weight.data[tap]) }
        withExtendedLifetime(bias) { depthwise(y.data, x.pointer, weight.pointer, shape, ending) }
        let expected = places.map { min(max(sums[$0], Double(ending.lowest)), Double(ending.highest)) }
        #expect(distance(places.map { Double(y.data[$0]) }, expected) < 1e-6, name)
        #expect(y.isUntouched { isWritten[$0] }, name)
    }

    func checkWeightGradient(_ random: inout RandomStream) {
        let outputGradient = GuardedFloats(guards: shape.rows * shape.yRow)
        for place in places { outputGradient.data[place] = random.nextFloat() * 2 - 1 }
        let start = random.floats(weight.count)
        var sums = start.map(Double.init)
        forEachTap { place, tap, source in sums[tap] += Double(x.data[source]) * Double(outputGradient.data[place]) }
        let gradient = GuardedFloats(start)
        depthwiseWeightGradient(gradient.data, x.pointer, outputGradient.pointer, shape)
        #expect(distance(gradient.values.map(Double.init), sums) < 2e-6, name)
        #expect(gradient.isUntouchedOutside, name)
    }
}
