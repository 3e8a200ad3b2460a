import NetworkGraph
import Support
import Testing

@testable import TensorCore

/// Against a list of which output and tap reach which input.
@Suite struct TransposedWindowTests {
    private struct Meeting: Hashable {
        let input: Int
        let tap: Int
        let output: Int
    }

    @Test(arguments: 0..<400) func matchesList(seed: Int) throws {
        var random = RandomStream(seed: UInt64(seed), purpose: .test)
        let shape = Shape(height: random.between(1, 14), width: random.between(1, 14), channels: 1)
        // Strides are larger than the kernel in some: positions that nothing reaches.
        let window = random.window(shape, largest: 7)
        let size = try #require(window.outputSize(height: shape.height, width: shape.width))
        let output = Shape(height: size.height, width: size.width, channels: 1)
        let transposed = TransposedWindow(window, input: shape, output: output)
        check(
            transposed.rows, before: transposed.top, after: transposed.bottom, input: shape.height, output: output.height,
            kernel: window.kernelHeight, stride: window.strideHeight, padding: window.paddingTop, dilation: window.dilationHeight)
        check(
            transposed.columns, before: transposed.left, after: transposed.right, input: shape.width, output: output.width,
            kernel: window.kernelWidth, stride: window.strideWidth, padding: window.paddingLeft, dilation: window.dilationWidth)
    }

    private func check(
        _ axes: [TransposedWindow.Axis], before: Int, after: Int, input: Int, output: Int, kernel: Int, stride: Int, padding: Int,
        dilation: Int
    ) {
        var expected: Set<Meeting> = []
        for place in 0..<output {
            for tap in 0..<kernel {
                let source = place * stride - padding + tap * dilation
                if source >= 0, source < input { expected.insert(Meeting(input: source, tap: tap, output: place)) }
            }
        }
        var found: Set<Meeting> = []
        var visits = [Int](repeating: 0, count: input)
        for axis in axes {
            for index in 0..<axis.count {
                let position = axis.start + index * stride
                visits[position] += 1
                for (place, tap) in axis.taps.enumerated() {
                    let source = axis.firstSource + index + place * axis.sourceStep
                    #expect(source >= -before && source < output + after, "outside the border")
                    if source >= 0, source < output { found.insert(Meeting(input: position, tap: tap, output: source)) }
                }
            }
        }
        #expect(found == expected)
        #expect(visits.allSatisfy { $0 == 1 }, "each position belongs to one class")
        #expect(before >= 0 && after >= 0)
    }
}
