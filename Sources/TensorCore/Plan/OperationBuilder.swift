internal import NetworkGraph
internal import Support

/// Everything a layer's operation is made from.
struct OperationBuilder {
    let operation: Operation
    let inputs: [Operand]
    let output: Slot
    let parameters: [Parameter]
    let statistics: [UnsafeMutablePointer<Float>]
    let fused: Activation?
    /// The batch norm that a convolution feeds in training.
    let norm: BatchNormOperation?
    /// The batch norm that is folded into a convolution in inference.
    let foldedNorm: FoldedNorm?
    /// Whether the convolution before a batch norm feeds it.
    let isFed: Bool
    /// Whether a batch norm is told of its gradient by whoever completes it.
    let isToldOfOutputGradients: Bool
    /// Whether the depthwise convolution behind a convolution and its batch norm makes their gradients.
    let isExpansion: Bool
    /// The gradients that a depthwise convolution makes for the convolution and the batch norm before it.
    let expansion: ExpansionGradients?
    /// Whether readers apply the layer by themselves.
    let isDeferred: Bool
    let batch: Int
    /// The layer's index: what tells one dropout's random numbers from another's.
    let ordinal: Int
    let memory: Memory

    func build() throws(Diagnostic) -> any PlannedOperation {
        switch operation {
        case .input, .flatten: FlattenOperation(input: inputs[0], output: output)
        case .convolution(let convolution):
            if convolution.hasOneKernelEach(inputs: inputs[0].shape.channels) {
                try DepthwiseOperation(self, window: convolution.window)
            } else {
                try ConvolutionOperation(self, window: convolution.window, groups: convolution.groups)
            }
        case .dense: DenseOperation(self)
        case .batchNorm: preconditionFailure("made before the layers around it")
        case .activation(let function):
            ActivationOperation(function: function, input: inputs[0], output: output, isDeferred: isDeferred)
        case .maxPool(let pooling): try MaxPoolOperation(self, window: pooling.window)
        case .averagePool(let pooling):
            try AveragePoolOperation(self, window: pooling.window, countsPadding: pooling.countsPadding)
        case .globalPool(.average): GlobalAveragePoolOperation(input: inputs[0], output: output)
        case .globalPool(.max):
            try MaxPoolOperation(self, window: SlidingWindow(Extent(inputs[0].shape.height, inputs[0].shape.width)))
        case .add: AddOperation(inputs: inputs, output: output)
        case .multiply: MultiplyOperation(left: inputs[0], right: inputs[1], output: output)
        case .concatenate: ConcatenateOperation(inputs: inputs, output: output)
        case .channelShuffle(let groups): ChannelShuffleOperation(groups: groups, input: inputs[0], output: output)
        case .dropout(let rate): try DropoutOperation(self, rate: Float(rate))
        case .zero: ZeroOperation()
        case .softmax: SoftmaxOperation(input: inputs[0], output: output)
        case .layerNorm: LayerNormOperation(self)
        }
    }
}
