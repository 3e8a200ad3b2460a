/// Operands of an operation as numbers, for `Operation.evaluate`.
public struct OperandValues: Sendable {
    /// The number of images in each operand.
    public let images: Int
    /// The shape of each operand, for one image.
    public let shapes: [Shape]
    /// For each operand its images, one after another; each by rows, columns and channels.
    public let values: [[Double]]
    /// The result's shape.
    public let output: Shape
    /// The operation's parameters: under each `OperationParameter.name` its numbers, in the order of its dimensions.
    public let parameters: [String: [Double]]
    /// Whether batch norm takes the batch's statistics.
    public let isTraining: Bool

    /// Creates the operands of one operation; `values` and `shapes` are in the order of the operands.
    public init(
        _ values: [[Double]], shapes: [Shape], output: Shape, images: Int = 1, parameters: [String: [Double]] = [:],
        isTraining: Bool = false
    ) {
        (self.values, self.shapes, self.output) = (values, shapes, output)
        (self.images, self.parameters, self.isTraining) = (images, parameters, isTraining)
    }

    /// The first operand.
    var first: [Double] { values[0] }
    var shape: Shape { shapes[0] }

    func parameter(_ name: String) -> [Double] { parameters[name] ?? [] }

    /// Numbers row by row.
    func each(_ rows: Int, _ columns: Int, _ value: (Int, Int) -> Double) -> [Double] {
        (0..<rows).flatMap { row in (0..<columns).map { value(row, $0) } }
    }

    /// The first operand's channels at each position, each as a row.
    func eachPosition(_ result: (ArraySlice<Double>) -> [Double]) -> [Double] {
        stride(from: 0, to: first.count, by: shape.channels).flatMap { result(first[$0..<$0 + shape.channels]) }
    }

    /// For each tap of a window its place in an image of the first operand, row by row; nil where it hangs over the edge.
    func places(_ window: SlidingWindow, row: Int, column: Int) -> [Int?] {
        (0..<window.kernel.height).flatMap { ky in
            (0..<window.kernel.width).map { kx in
                let y = row * window.stride.height - window.padding.top + ky * window.dilation.height
                let x = column * window.stride.width - window.padding.left + kx * window.dilation.width
                return (0..<shape.height).contains(y) && (0..<shape.width).contains(x) ? y * shape.width + x : nil
            }
        }
    }

    /// For each place of the result a number made from the first operand's under the window, nil where it hangs over the edge.
    package func pool(_ window: SlidingWindow, _ reduce: ([Double?]) -> Double) -> [Double] {
        each(images * output.height * output.width, output.channels) { position, channel in
            let (image, place) = position.quotientAndRemainder(dividingBy: output.height * output.width)
            let taps = places(window, row: place / output.width, column: place % output.width)
            return reduce(taps.map { $0.map { first[(image * shape.height * shape.width + $0) * shape.channels + channel] } })
        }
    }
}
