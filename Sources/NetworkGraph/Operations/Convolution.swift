extension Operation {
    /// A convolution over rows and columns, with weights `[outputs, input channels / groups, kernel rows, kernel columns]`.
    public struct Convolution: Sendable, Hashable, Codable {
        /// The number of channels of the result.
        public let outputs: Int
        /// Rows and columns of the kernel.
        public let kernel: Extent
        /// The distance between neighbouring places of the kernel, in positions of the operand.
        public let stride: Extent
        /// The distance between neighbouring taps of the kernel, in positions of the operand.
        public let dilation: Extent
        /// Zero rows and columns around the operand.
        public let padding: Padding
        /// The number of groups that input and output channels are divided into; an output reads the inputs of its own group alone.
        public let groups: Int
        /// Whether a learnt number is added to each output channel.
        public let bias: Bool

        /// Creates a convolution. Whether its numbers make sense and fit an operand, `Operation.outputShape(of:)` checks.
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
    /// Creates a convolution whose kernel moves as the window says.
    public init(outputs: Int, window: SlidingWindow, groups: Int = 1, bias: Bool) {
        self.init(
            outputs: outputs, kernel: window.kernel, stride: window.stride, dilation: window.dilation, padding: window.padding,
            groups: groups, bias: bias)
    }

    /// How the kernel moves over the operand.
    public var window: SlidingWindow { SlidingWindow(kernel, stride: stride, padding: padding, dilation: dilation) }

    /// Whether every input channel is convolved by itself. A convolution of one channel is an ordinary one.
    public func isDepthwise(inputChannels: Int) -> Bool { groups > 1 && groups == inputChannels }

    /// Tells which convolution it is to a runtime.
    public func kind(inputChannels: Int) -> Operation.Kind {
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
            macs: output.height * output.width * weights,
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

    func kind(on input: Shape) -> Operation.Kind? { kind(inputChannels: input.channels) }

    func planLine(_ step: PlanStep) -> PlanLine? {
        PlanLine(
            "conv", step.tensors + [outputs] + window.planNumbers(hasDilation: true) + [groups], activation: step.activationWord)
    }

    func evaluate(_ operands: OperandValues) -> [Double] {
        let (x, shape, output) = (operands.first, operands.shape, operands.output)
        let (weight, bias) = (operands.parameter("weight"), operands.parameters["bias"])
        let (perGroup, outputsPerGroup) = (shape.channels / groups, outputs / groups)
        let taps = kernel.height * kernel.width
        return operands.each(operands.images * output.height * output.width, outputs) { position, channel in
            let (image, place) = position.quotientAndRemainder(dividingBy: output.height * output.width)
            let first = channel / outputsPerGroup * perGroup
            var sum = bias?[channel] ?? 0
            for (tap, source) in operands.places(window, row: place / output.width, column: place % output.width).enumerated() {
                guard let source else { continue }
                for i in 0..<perGroup {
                    sum +=
                        x[(image * shape.height * shape.width + source) * shape.channels + first + i]
                        * weight[(channel * perGroup + i) * taps + tap]
                }
            }
            return sum
        }
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
