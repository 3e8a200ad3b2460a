internal import NetworkGraph

enum Projection {
    /// The 1x1 convolution that brings a shortcut to another shape (He et al., Deep residual learning, option B); nil where
    /// the shapes agree.
    static func operation(from input: Shape, to result: Shape, evenIfAlike: Bool = false) throws(ShapeError) -> Operation? {
        if input == result, !evenIfAlike { return nil }
        let stride = Extent(
            max(1, (input.height + result.height - 1) / result.height), max(1, (input.width + result.width - 1) / result.width))
        let operation = Operation.convolution(
            Operation.Convolution(outputs: result.channels, kernel: Extent(square: 1), stride: stride, bias: false))
        guard try operation.outputShape(of: [input]) == result else {
            throw ShapeError(
                "no 1x1 convolution makes \(result) of the shortcut's \(input)",
                hint: "give the shortcut layers of its own: shortcut: [...]")
        }
        return operation
    }
}
