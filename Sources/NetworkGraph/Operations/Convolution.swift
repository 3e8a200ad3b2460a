extension Operation {
    /// A convolution over rows and columns, with weights `[outputs, input channels / groups, kernel rows, kernel columns]`.
    public struct Convolution: Sendable, Hashable, Codable {
        public let outputs: Int
        public let kernel: Extent
        public let stride: Extent
        public let dilation: Extent
        public let padding: Padding
        public let groups: Int
        public let bias: Bool

        public init(
            outputs: Int, kernel: Extent, stride: Extent = Extent(square: 1), dilation: Extent = Extent(square: 1),
            padding: Padding = .none, groups: Int = 1, bias: Bool = true
        ) {
            self.outputs = outputs
            self.kernel = kernel
            self.stride = stride
            self.dilation = dilation
            self.padding = padding
            self.groups = groups
            self.bias = bias
        }
    }
}

extension Operation.Convolution {
    public init(outputs: Int, window: SlidingWindow, groups: Int = 1, bias: Bool) {
        self.init(
            outputs: outputs, kernel: window.kernel, stride: window.stride, dilation: window.dilation, padding: window.padding,
            groups: groups, bias: bias)
    }

    public var window: SlidingWindow { SlidingWindow(kernel, stride: stride, padding: padding, dilation: dilation) }

    /// Whether every input channel is convolved by itself. A convolution of one channel is an ordinary one.
    public func isDepthwise(inputChannels: Int) -> Bool { groups > 1 && groups == inputChannels }

    /// The class of operations whose time goes by one law.
    public func kind(inputChannels: Int) -> OperationCounts.Kind {
        if groups > 1 { return isDepthwise(inputChannels: inputChannels) ? .depthwiseConvolution : .groupedConvolution }
        return kernel == Extent(square: 1) ? .pointwiseConvolution : .convolution
    }

    /// Without biases.
    private func weightCount(inputChannels: Int) -> Int { outputs * (inputChannels / groups) * kernel.height * kernel.width }
}

extension Operation.Convolution: OperationDefinition {
    var title: String { "a convolution" }
    static let traits: OperationTraits = [.product, .learns, .takesActivation, .windowed]
    var hasBias: Bool { bias }

    func outputShape(of inputs: [Shape]) throws(ShapeError) -> Shape {
        let input = inputs[0]
        try SizeCheck.size(outputs, "outputs of a convolution")
        try SizeCheck.groups(groups, divide: input.channels, "input channels")
        try SizeCheck.groups(groups, divide: outputs, "outputs")
        let (height, width) = try window.places(over: input)
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

    func counts(input: Shape, inputElements: Int, output: Shape) -> OperationCounts {
        let weights = weightCount(inputChannels: input.channels)
        return OperationCounts(
            kind: kind(inputChannels: input.channels), macs: output.height * output.width * weights,
            parameters: weights + (bias ? outputs : 0), inputElements: inputElements, outputElements: output.elements)
    }

    /// Kaiming normal, fan-out: He et al. 2015, equation 14, gain of ReLU; the fan is PyTorch's, outputs x taps, of one group so that
    /// depthwise kernels do not start at almost nothing.
    func parameters(of input: Shape) -> [OperationParameter] {
        let fanOut = outputs / groups * kernel.height * kernel.width
        let weight = OperationParameter(
            "weight", [outputs, input.channels / groups, kernel.height, kernel.width],
            .normal(deviation: (2 / Float(fanOut)).squareRoot()))
        return bias ? [weight, OperationParameter("bias", [outputs], .zeros)] : [weight]
    }

    func serialise<Sink: WordSink>(into sink: inout Sink) {
        sink.take(bias ? 3 : 2)
        sink.take(outputs)
        sink.take(kernel)
        sink.take(stride)
        sink.take(dilation)
        sink.take(padding)
        sink.take(groups)
    }
}
