internal import NetworkGraph

/// A window seen from the input, for gradients of convolutions: the input positions of one residue modulo the stride see the
/// same taps, and for them the gradient is a convolution of stride 1 over the output's. No work is wasted on zeros, as it
/// would be with a gradient spread out, and nothing is added up in memory, as it would be with columns scattered back.
struct TransposedWindow {
    /// The input positions `start`, `start + stride`, ... of one axis.
    struct Axis {
        let start: Int
        let count: Int
        /// Taps that reach them, in the order of the output position they come from.
        let taps: [Int]
        /// The output position under the first tap of position `start`; negative where it is in the border.
        let firstSource: Int
        /// From one tap's output position to the next one's.
        let sourceStep: Int
    }

    let rows: [Axis]
    let columns: [Axis]
    /// Border that the output's gradient needs.
    let top: Int
    let bottom: Int
    let left: Int
    let right: Int

    init(_ window: SlidingWindow, input: Shape, output: Shape) {
        (rows, top, bottom) = Self.axis(
            input: input.height, output: output.height, kernel: window.kernelHeight, stride: window.strideHeight,
            padding: window.paddingTop, dilation: window.dilationHeight)
        (columns, left, right) = Self.axis(
            input: input.width, output: output.width, kernel: window.kernelWidth, stride: window.strideWidth,
            padding: window.paddingLeft, dilation: window.dilationWidth)
    }

    private static func axis(
        input: Int, output: Int, kernel: Int, stride: Int, padding: Int, dilation: Int
    ) -> (axes: [Axis], before: Int, after: Int) {
        var (axes, before, after): ([Axis], Int, Int) = ([], 0, 0)
        for start in 0..<min(stride, input) {
            let taps = (0..<kernel).filter { (start + padding - $0 * dilation) % stride == 0 }.reversed()
            let count = (input - start + stride - 1) / stride
            let sources = taps.map { (start + padding - $0 * dilation) / stride }
            axes.append(
                Axis(
                    start: start, count: count, taps: Array(taps), firstSource: sources.first ?? 0,
                    sourceStep: sources.count > 1 ? sources[1] - sources[0] : 1))
            guard let first = sources.first, let last = sources.last else { continue }
            before = max(before, -first)
            after = max(after, last + count - 1 - (output - 1))
        }
        return (axes, before, after)
    }
}
