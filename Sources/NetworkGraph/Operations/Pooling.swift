extension Operation {
    /// The window of a maximum or a mean.
    public struct Pooling: Sendable, Hashable, Codable {
        /// Rows and columns of the window.
        public let kernel: Extent
        /// The distance between neighbouring windows, in positions of the operand.
        public let stride: Extent
        /// Rows and columns around the operand that windows may reach into; on each side fewer than the kernel has.
        public let padding: Padding
        /// Average pooling only: whether padded positions count in the divisor.
        public let countsPadding: Bool

        /// Creates a pool. Whether its numbers make sense and fit an operand, `Operation.outputShape(of:)` checks.
        public init(kernel: Extent, stride: Extent, padding: Padding = .none, countsPadding: Bool = false) {
            self.kernel = kernel
            self.stride = stride
            self.padding = padding
            self.countsPadding = countsPadding
        }
    }

    /// The maximum or the mean over windows.
    struct WindowPool: OperationDefinition {
        let kind: PoolingKind
        let pooling: Pooling

        var title: String { kind == .max ? "max pooling" : "average pooling" }
        static let traits: OperationTraits = [.pool, .windowed]
        var window: SlidingWindow { pooling.window }

        func outputShape(of inputs: [Shape]) throws(ShapeError) -> Shape { try pooling.outputShape(of: inputs[0]) }

        func counts(input: Shape, inputElements: Int, output: Shape) -> OperationCounts {
            pooling.counts(inputElements: inputElements, output: output)
        }

        func isIdentity(on input: Shape) -> Bool { pooling.isIdentity }

        func kind(on input: Shape) -> Operation.Kind? { kind == .max ? .maxPool : .averagePool }

        func planLine(_ step: PlanStep) -> PlanLine? {
            let numbers = step.tensors + window.planNumbers(hasDilation: false)
            return switch kind {
            case .max: PlanLine("maxpool", numbers)
            case .average: PlanLine("avgpool", numbers + [pooling.countsPadding ? 1 : 0])
            }
        }

        func evaluate(_ operands: OperandValues) -> [Double] {
            operands.pool(window) { taps in
                let values = taps.compactMap(\.self)
                return switch kind {
                case .max: values.max() ?? 0
                case .average: values.reduce(0, +) / Double(pooling.countsPadding ? taps.count : values.count)
                }
            }
        }

        func serialise<Sink: WordSink>(into sink: inout Sink) {
            switch kind {
            // Padding is never the maximum, so that counting it has no meaning here.
            case .max: sink.take(7)
            case .average: sink.take(pooling.countsPadding && pooling.padding != .none ? 9 : 8)
            }
            pooling.serialise(into: &sink)
        }
    }

    /// Without settings that make no difference: counting the padding of a maximum, or of a pool that has none.
    var normalised: Operation {
        if case .maxPool(let pooling) = self { return .maxPool(pooling.withoutCountedPadding) }
        if case .averagePool(let pooling) = self, pooling.padding == .none { return .averagePool(pooling.withoutCountedPadding) }
        return self
    }
}

extension Operation.Pooling {
    /// Creates a pool that moves as the window says; a pool has no dilation, so that the window's is left out.
    public init(_ window: SlidingWindow, countsPadding: Bool = false) {
        self.init(kernel: window.kernel, stride: window.stride, padding: window.padding, countsPadding: countsPadding)
    }

    /// How the window moves over the operand.
    public var window: SlidingWindow { SlidingWindow(kernel, stride: stride, padding: padding) }

    fileprivate var withoutCountedPadding: Self { Self(kernel: kernel, stride: stride, padding: padding, countsPadding: false) }

    fileprivate var isIdentity: Bool { kernel == Extent(square: 1) && stride == Extent(square: 1) && padding == .none }

    fileprivate func outputShape(of input: Shape) throws(ShapeError) -> Shape {
        let (height, width) = try window.places(over: input)
        // A window that lies wholly in the padding has no mean and no maximum.
        guard padding.top < kernel.height, padding.bottom < kernel.height, padding.left < kernel.width, padding.right < kernel.width
        else {
            throw ShapeError("padding \(padding) of a pool must be smaller than its \(kernel.height)x\(kernel.width) kernel")
        }
        let shape = Shape(height: height, width: width, channels: input.channels)
        try shape.validate()
        return shape
    }

    fileprivate func counts(inputElements: Int, output: Shape) -> OperationCounts {
        // A window never exceeds the padded input, but both may be large: the product of three numbers up to 2^31.
        let (elements, overflow) = output.elements.multipliedReportingOverflow(by: kernel.height * kernel.width)
        return OperationCounts(
            elementwiseOperations: overflow ? Int.max : elements, inputElements: inputElements,
            outputElements: output.elements)
    }

    fileprivate func serialise<Sink: WordSink>(into sink: inout Sink) {
        sink.take(kernel)
        sink.take(stride)
        sink.take(padding)
    }
}
