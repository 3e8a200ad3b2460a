extension Operation {
    /// The shape of the result for operands of these shapes, with the rules of PyTorch (division rounds down).
    ///
    /// Safe for any numbers: what passes `Shape.limit` is an error, not a trap.
    /// - Throws: a `ShapeError` where the operands do not fit the operation, or its own numbers make no sense.
    public func outputShape(of inputs: [Shape]) throws(ShapeError) -> Shape {
        guard acceptedOperands.contains(inputs.count) else {
            throw ShapeError("\(title) takes \(acceptedOperandsText), got \(inputs.count)")
        }
        for input in inputs { try input.validate() }
        switch self {
        case .input:
            throw ShapeError("a network has one input, which is its first node")
        case .convolution(let convolution):
            return try convolution.outputShape(of: inputs[0])
        case .dense(let outputs, let bias):
            return try Self.denseShape(of: inputs[0], outputs: outputs, bias: bias)
        case .maxPool(let pooling), .averagePool(let pooling):
            return try pooling.outputShape(of: inputs[0])
        case .globalPool:
            return Shape(height: 1, width: 1, channels: inputs[0].channels)
        case .add:
            return try Self.sumShape(of: inputs)
        case .multiply:
            return try Self.productShape(of: inputs[0], inputs[1])
        case .concatenate:
            return try Self.concatenationShape(of: inputs)
        case .channelShuffle(let groups):
            try checkGroups(groups, divide: inputs[0].channels, "channels")
            return inputs[0]
        case .dropout(let rate):
            guard rate >= 0, rate < 1 else { throw ShapeError("the rate of dropout must be at least 0 and less than 1, got \(rate)") }
            return inputs[0]
        case .flatten:
            return Shape(height: 1, width: 1, channels: inputs[0].elements)
        case .batchNorm, .activation, .zero, .softmax:
            return inputs[0]
        }
    }

    /// What the operation is called in messages.
    var title: String {
        switch self {
        case .input: "the input"
        case .convolution: "a convolution"
        case .dense: "a dense layer"
        case .batchNorm: "batch norm"
        case .activation: "an activation"
        case .maxPool: "max pooling"
        case .averagePool: "average pooling"
        case .globalPool: "global pooling"
        case .add: "a sum"
        case .multiply: "a product"
        case .concatenate: "a concatenation"
        case .channelShuffle: "channel shuffle"
        case .dropout: "dropout"
        case .flatten: "flatten"
        case .zero: "zero"
        case .softmax: "softmax"
        }
    }

    private var acceptedOperands: ClosedRange<Int> {
        switch self {
        case .input: 0...0
        case .add, .concatenate: 1...Int.max
        case .multiply: 2...2
        default: 1...1
        }
    }

    private var acceptedOperandsText: String {
        switch self {
        case .input: "no operands"
        case .add, .concatenate: "at least one operand"
        case .multiply: "two operands"
        default: "one operand"
        }
    }

    private static func denseShape(of input: Shape, outputs: Int, bias: Bool) throws(ShapeError) -> Shape {
        guard input.isVector else {
            throw ShapeError(
                "a dense layer takes a vector, got \(input)",
                hint: "put flatten or a global pool before it; a dense layer at every position is a 1x1 convolution")
        }
        try checkSize(outputs, "outputs of a dense layer")
        guard input.channels * outputs + (bias ? outputs : 0) <= Shape.limit else {
            throw ShapeError("a dense layer from \(input.channels) to \(outputs) has more than \(Shape.limit) weights")
        }
        return Shape(height: 1, width: 1, channels: outputs)
    }

    private static func sumShape(of inputs: [Shape]) throws(ShapeError) -> Shape {
        for other in inputs.dropFirst() where other != inputs[0] {
            throw ShapeError(
                "cannot add \(inputs[0]) and \(other)",
                hint: inputs[0].channels != other.channels && inputs[0].height == other.height && inputs[0].width == other.width
                    ? "a 1x1 convolution on the shortcut changes its channels" : nil)
        }
        return inputs[0]
    }

    private static func productShape(of first: Shape, _ second: Shape) throws(ShapeError) -> Shape {
        guard second == first || (second.isVector && second.channels == first.channels) else {
            throw ShapeError(
                "cannot multiply \(first) by \(second)",
                hint: "the second operand has the first one's shape, or is 1x1x\(first.channels)")
        }
        return first
    }

    private static func concatenationShape(of inputs: [Shape]) throws(ShapeError) -> Shape {
        var channels = 0
        for other in inputs {
            guard other.height == inputs[0].height, other.width == inputs[0].width else {
                throw ShapeError("cannot concatenate \(inputs[0]) and \(other): height and width must agree")
            }
            channels += other.channels
            guard channels <= Shape.limit else { throw ShapeError("a concatenation has more than \(Shape.limit) channels") }
        }
        let shape = Shape(height: inputs[0].height, width: inputs[0].width, channels: channels)
        try shape.validate()
        return shape
    }
}

extension Operation.Convolution {
    func outputShape(of input: Shape) throws(ShapeError) -> Shape {
        try checkSize(outputs, "outputs of a convolution")
        try checkGroups(groups, divide: input.channels, "input channels")
        try checkGroups(groups, divide: outputs, "outputs")
        let (height, width) = try slide(kernel, stride: stride, dilation: dilation, padding: padding, over: input)
        let weights = Self.saturatingProduct(outputs, input.channels / groups, kernel.height, kernel.width)
        guard weights + (bias ? outputs : 0) <= Shape.limit else {
            throw ShapeError(
                "a \(kernel.height)x\(kernel.width) convolution from \(input.channels) to \(outputs) channels has more than "
                    + "\(Shape.limit) weights")
        }
        let shape = Shape(height: height, width: width, channels: outputs)
        try shape.validate()
        return shape
    }

    /// The product of numbers up to `Shape.limit`, or something above it that is still far from overflow.
    private static func saturatingProduct(_ first: Int, _ second: Int, _ third: Int, _ fourth: Int) -> Int {
        var product = min(first * second, Shape.limit + 1)
        product = min(product * third, Shape.limit + 1)
        return min(product * fourth, Shape.limit + 1)
    }
}

extension Operation.Pooling {
    func outputShape(of input: Shape) throws(ShapeError) -> Shape {
        let (height, width) = try slide(kernel, stride: stride, dilation: Extent(square: 1), padding: padding, over: input)
        // A window that lies wholly in the padding has no mean and no maximum.
        guard padding.top < kernel.height, padding.bottom < kernel.height, padding.left < kernel.width, padding.right < kernel.width
        else {
            throw ShapeError("padding \(padding.text) of a pool must be smaller than its \(kernel.height)x\(kernel.width) kernel")
        }
        let shape = Shape(height: height, width: width, channels: input.channels)
        try shape.validate()
        return shape
    }
}

extension Padding {
    /// `1`, `[1, 0]` (rows, columns) or `[1, 0, 2, 0]` (top, left, bottom, right).
    fileprivate var text: String {
        if top == bottom, left == right { return top == left ? "\(top)" : "[\(top), \(left)]" }
        return "[\(top), \(left), \(bottom), \(right)]"
    }
}

/// How many places a kernel takes over a padded input.
private func slide(
    _ kernel: Extent, stride: Extent, dilation: Extent, padding: Padding, over input: Shape
) throws(ShapeError) -> (height: Int, width: Int) {
    try checkSize(kernel.height, "rows of a kernel")
    try checkSize(kernel.width, "columns of a kernel")
    for (extent, name) in [(stride, "stride"), (dilation, "dilation")] {
        try checkSize(extent.height, name)
        try checkSize(extent.width, name)
    }
    for side in [padding.top, padding.left, padding.bottom, padding.right] where side < 0 || side > Shape.limit {
        throw ShapeError("padding must be from 0 to \(Shape.limit), got \(side)")
    }
    let rows = input.height + padding.top + padding.bottom - (dilation.height * (kernel.height - 1) + 1)
    let columns = input.width + padding.left + padding.right - (dilation.width * (kernel.width - 1) + 1)
    guard rows >= 0, columns >= 0 else {
        let spread = dilation == Extent(square: 1) ? "" : " with dilation \(dilation)"
        throw ShapeError(
            "a \(kernel.height)x\(kernel.width) kernel\(spread) does not fit an input of \(input.height)x\(input.width) with padding "
                + padding.text,
            hint: input.height == 1 && kernel.height > 1 && columns >= 0
                ? "the input has one row: a kernel over a series is [1, \(kernel.width)]" : nil)
    }
    return (rows / stride.height + 1, columns / stride.width + 1)
}

private func checkSize(_ value: Int, _ name: String) throws(ShapeError) {
    guard value >= 1, value <= Shape.limit else { throw ShapeError("\(name) must be from 1 to \(Shape.limit), got \(value)") }
}

private func checkGroups(_ groups: Int, divide channels: Int, _ name: String) throws(ShapeError) {
    guard groups >= 1 else { throw ShapeError("groups must be at least 1, got \(groups)") }
    guard channels % groups == 0 else { throw ShapeError("\(groups) groups do not divide \(channels) \(name)") }
}
