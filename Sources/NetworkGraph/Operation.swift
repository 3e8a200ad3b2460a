/// One operation of a network. Depthwise convolution is a convolution with as many groups as input channels.
public enum Operation: Sendable, Hashable, Codable {
    /// The input of the network, which is its first node.
    case input
    /// A convolution over rows and columns, with or without biases.
    case convolution(Convolution)
    /// A dense layer: a vector in, a vector of `outputs` numbers out, with or without biases.
    case dense(outputs: Int, bias: Bool)
    /// Batch normalisation of each channel: at inference a scale and a shift.
    case batchNorm
    /// An activation function of each number.
    case activation(Activation)
    /// The maximum over windows; padding is never the maximum.
    case maxPool(Pooling)
    /// The mean over windows.
    case averagePool(Pooling)
    /// The mean or the maximum of each channel over all positions: a vector.
    case globalPool(PoolingKind)
    /// The sum of one or more operands of one shape.
    case add
    /// The product of two operands; a 1 x 1 x C operand is broadcast over the other's positions (squeeze-and-excitation).
    case multiply
    /// Operands joined along the channels, in order.
    case concatenate
    /// Channels dealt out to groups in turn (Zhang et al., ShuffleNet, 2018); `groups` divides their number.
    case channelShuffle(groups: Int)
    /// Inverted dropout: in training each number becomes 0 with probability `rate`, from 0 to less than 1; nothing at inference.
    case dropout(rate: Double)
    /// Flattening to a vector. Weights of a following dense layer are stored in the order CHW, as PyTorch flattens.
    case flatten
    /// Zeros of the operand's shape. In a canonical graph it has no operand: the node's own shape says which.
    case zero
    /// Softmax over the channels of each position.
    case softmax
    /// Layer normalisation over the channels of each position.
    case layerNorm

    /// Puts a question to the definition of the operation. The one place that knows which is whose.
    @inline(__always)
    private func ask<Question: OperationQuestion>(_ question: inout Question) -> Question.Answer {
        switch self {
        case .input: question.put(to: Input())
        case .convolution(let convolution): question.put(to: convolution)
        case .dense(let outputs, let bias): question.put(to: Dense(outputs: outputs, bias: bias))
        case .batchNorm: question.put(to: BatchNorm())
        case .activation(let activation): question.put(to: activation)
        case .maxPool(let pooling): question.put(to: WindowPool(kind: .max, pooling: pooling))
        case .averagePool(let pooling): question.put(to: WindowPool(kind: .average, pooling: pooling))
        case .globalPool(let kind): question.put(to: GlobalPool(kind: kind))
        case .add: question.put(to: Addition())
        case .multiply: question.put(to: Multiplication())
        case .concatenate: question.put(to: Concatenation())
        case .channelShuffle(let groups): question.put(to: ChannelShuffle(groups: groups))
        case .dropout(let rate): question.put(to: Dropout(rate: rate))
        case .flatten: question.put(to: Flatten())
        case .zero: question.put(to: Zero())
        case .softmax: question.put(to: Softmax())
        case .layerNorm: question.put(to: LayerNorm())
        }
    }
}

// MARK: Kinds, here so that an operation that needs one of its own adds it beside its case

extension Operation {
    /// What a runtime tells apart: operations whose time goes by one law. Raw values stand in stored profiles.
    public enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
        /// A dense convolution with a kernel larger than 1 x 1.
        case convolution
        /// A dense 1 x 1 convolution of any stride: one matrix product.
        case pointwiseConvolution = "pointwise_convolution"
        /// Any number of groups above 1 but that of the input channels.
        case groupedConvolution = "grouped_convolution"
        /// As many groups as input channels.
        case depthwiseConvolution = "depthwise_convolution"
        /// A dense layer.
        case dense
        /// Batch norm that is not folded.
        case scale
        /// An activation function.
        case activation
        /// The maximum over windows.
        case maxPool = "max_pool"
        /// The mean over windows.
        case averagePool = "average_pool"
        /// The mean or the maximum of each channel.
        case globalPool = "global_pool"
        /// A sum of operands of one shape.
        case add
        /// A product of two operands.
        case multiply
        /// Operands joined along the channels.
        case concatenate
        /// Channels dealt out to groups in turn.
        case channelShuffle = "channel_shuffle"
        /// Flattening of several positions with several channels each, which changes the order of the numbers.
        case flatten
        /// Filling with zeros.
        case zero
        /// Softmax over the channels of each position.
        case softmax
        /// Layer normalisation over the channels of each position.
        case layerNorm = "layer_norm"

        /// The class that counts are listed under.
        var listed: OperationCounts.Kind {
            switch self {
            case .convolution: .convolution
            case .pointwiseConvolution: .pointwiseConvolution
            case .groupedConvolution: .groupedConvolution
            case .depthwiseConvolution: .depthwiseConvolution
            case .dense: .dense
            case .scale: .batchNorm
            case .activation, .softmax: .activation
            case .maxPool, .averagePool: .pool
            case .globalPool: .globalPool
            case .add, .multiply: .elementwise
            case .concatenate, .channelShuffle, .zero: .dataMovement
            case .flatten: .none
            case .layerNorm: .layerNorm
            }
        }

        /// Numbers that are read for each channel, besides the weights of a product.
        public var numbersPerChannel: Int { self == .scale || self == .layerNorm ? 2 : 0 }

        /// Whether it multiplies or divides each element by a number of its channel or of its position.
        public var rescales: Bool { self == .scale || self == .softmax || self == .layerNorm }
    }
}

extension OperationCounts {
    /// Classes that operations are listed under.
    public enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
        /// A dense convolution with a kernel larger than 1 x 1.
        case convolution
        /// A dense 1 x 1 convolution of any stride: one matrix product.
        case pointwiseConvolution
        /// As many groups as input channels.
        case depthwiseConvolution
        /// Any other number of groups above 1.
        case groupedConvolution
        /// A dense layer.
        case dense
        /// Batch norm, also where a runtime folds it.
        case batchNorm
        /// Activation functions and softmax.
        case activation
        /// The maximum or the mean over windows.
        case pool
        /// The mean or the maximum of each channel.
        case globalPool
        /// Sums and products of activations.
        case elementwise
        /// Concatenation, channel shuffle, and filling with zeros.
        case dataMovement
        /// Layer normalisation over the channels of each position.
        case layerNorm
        /// Does nothing at inference: the input, dropout, flatten (a view).
        case none
    }
}

/// A question to an operation's definition, whichever it is.
private protocol OperationQuestion {
    associatedtype Answer
    mutating func put(to definition: some OperationDefinition) -> Answer
}

// MARK: The questions

extension Operation {
    /// Returns the shape of the result for operands of these shapes, with the rules of PyTorch (division rounds down).
    ///
    /// Safe for any numbers: what passes `Shape.limit` is an error, not a trap.
    /// - Throws: a `ShapeError` where the operands do not fit the operation, or its own numbers make no sense.
    public func outputShape(of inputs: [Shape]) throws(ShapeError) -> Shape {
        var question = OutputShape(inputs: inputs)
        return try ask(&question).get()
    }

    private struct OutputShape: OperationQuestion {
        let inputs: [Shape]

        func put<Definition: OperationDefinition>(to definition: Definition) -> Result<Shape, ShapeError> {
            do throws(ShapeError) {
                guard Definition.operandCount.contains(inputs.count) else {
                    throw ShapeError("\(definition.title) takes \(Self.inWords(Definition.operandCount)), got \(inputs.count)")
                }
                for input in inputs { try input.validate() }
                return .success(try definition.outputShape(of: inputs))
            } catch { return .failure(error) }
        }

        private static func inWords(_ operands: ClosedRange<Int>) -> String {
            switch (operands.lowerBound, operands.upperBound) {
            case (0, 0): "no operands"
            case (1, 1): "one operand"
            case (2, 2): "two operands"
            case (1, Int.max): "at least one operand"
            case (let least, let most): "\(least) to \(most) operands"
            }
        }
    }

    /// What the operation computes, holds and moves.
    ///
    /// - Parameters:
    ///   - input: the first operand's shape; the result's where there is none.
    ///   - inputElements: of all operands together.
    func counts(input: Shape, inputElements: Int, output: Shape) -> OperationCounts {
        var question = Counts(input: input, inputElements: inputElements, output: output)
        return ask(&question)
    }

    private struct Counts: OperationQuestion {
        let input: Shape
        let inputElements: Int
        let output: Shape

        func put(to definition: some OperationDefinition) -> OperationCounts {
            var counts = definition.counts(input: input, inputElements: inputElements, output: output)
            counts.kind = definition.kind(on: input)?.listed ?? .none
            return counts
        }
    }

    /// Returns how a runtime's work on it is classed; nil where there is none: the input, dropout, a flatten that moves nothing.
    ///
    /// - Parameter input: the first operand's shape; the result's where there is none.
    public func kind(on input: Shape) -> Kind? {
        var question = KindOnInput(input: input)
        return ask(&question)
    }

    private struct KindOnInput: OperationQuestion {
        let input: Shape

        func put(to definition: some OperationDefinition) -> Kind? { definition.kind(on: input) }
    }

    /// Returns the tensors of numbers that the operation has, learnt or gathered, in the order in which they are drawn and stored.
    ///
    /// - Parameter input: the first operand's shape.
    public func parameters(of input: Shape) -> [OperationParameter] {
        var question = Parameters(input: input)
        return ask(&question)
    }

    private struct Parameters: OperationQuestion {
        let input: Shape

        func put(to definition: some OperationDefinition) -> [OperationParameter] { definition.parameters(of: input) }
    }

    /// What the rest of the program distinguishes the operation by.
    public var traits: OperationTraits {
        var question = Traits()
        return ask(&question)
    }

    private struct Traits: OperationQuestion {
        func put<Definition: OperationDefinition>(to definition: Definition) -> OperationTraits { Definition.traits }
    }

    /// How a kernel moves over the operand; 1 x 1 with stride 1 where the operation has none.
    public var window: SlidingWindow {
        var question = Window()
        return ask(&question)
    }

    private struct Window: OperationQuestion {
        func put(to definition: some OperationDefinition) -> SlidingWindow { definition.window }
    }

    /// Rows and columns that one result is computed from.
    public var kernel: Extent { window.kernel }

    /// Returns the operation's line in a plan for the C runtime; nil where the result is the operand as it lies.
    public func planLine(_ step: PlanStep) -> PlanLine? {
        var question = Line(step: step)
        return ask(&question)
    }

    private struct Line: OperationQuestion {
        let step: PlanStep

        func put(to definition: some OperationDefinition) -> PlanLine? { definition.planLine(step) }
    }

    /// Computes the operation, by its textbook definition, one number at a time: what kernels, runtimes and exporters are held to. Slow.
    public func evaluate(_ operands: OperandValues) -> [Double] {
        var question = Evaluation(operands: operands)
        return ask(&question)
    }

    private struct Evaluation: OperationQuestion {
        let operands: OperandValues

        func put(to definition: some OperationDefinition) -> [Double] { definition.evaluate(operands) }
    }

    /// Whether a convolution or a dense layer has a bias.
    var hasBias: Bool {
        var question = Bias()
        return ask(&question)
    }

    private struct Bias: OperationQuestion {
        func put(to definition: some OperationDefinition) -> Bool { definition.hasBias }
    }

    /// Returns, for each channel of the result, the channels of the operands that it is made of; nothing for the input and for zeros.
    ///
    /// What a convolution or a dense layer mixes by its weights is not said here.
    public func channelOrigins(of inputs: [Shape]) -> [[ChannelOrigin]] {
        var question = Origins(inputs: inputs)
        return ask(&question)
    }

    private struct Origins: OperationQuestion {
        let inputs: [Shape]

        func put(to definition: some OperationDefinition) -> [[ChannelOrigin]] { definition.channelOrigins(of: inputs) }
    }

    /// Whether the result is the one operand, whatever its numbers are.
    public func isIdentity(on input: Shape) -> Bool {
        var question = Identity(input: input)
        return ask(&question)
    }

    private struct Identity: OperationQuestion {
        let input: Shape

        func put(to definition: some OperationDefinition) -> Bool { definition.isIdentity(on: input) }
    }

    /// Passes on everything that makes this operation differ from another (`OperationDefinition.serialise`).
    @inline(__always)
    func serialise<Sink: WordSink>(into sink: inout Sink) {
        var question = Words(sink: sink)
        ask(&question)
        sink = question.sink
    }

    private struct Words<Sink: WordSink>: OperationQuestion {
        var sink: Sink

        mutating func put(to definition: some OperationDefinition) { definition.serialise(into: &sink) }
    }

    /// The convolution that it is.
    public var convolution: Convolution? { if case .convolution(let convolution) = self { convolution } else { nil } }
    /// The activation function that it is.
    public var activation: Activation? { if case .activation(let activation) = self { activation } else { nil } }
    @inlinable package var isSum: Bool { if case .add = self { true } else { false } }
    @inlinable package var isZero: Bool { if case .zero = self { true } else { false } }
}
