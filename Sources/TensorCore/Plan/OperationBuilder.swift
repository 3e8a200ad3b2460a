internal import Support

/// Everything a layer's operation is made from.
struct OperationBuilder {
    let kind: LayerKind
    let inputs: [Operand]
    let output: Slot
    let parameters: [Parameter]
    let statistics: [UnsafeMutablePointer<Float>]
    let fused: ActivationFunction?
    let batch: Int
    /// The layer's index: what tells one dropout's random numbers from another's.
    let ordinal: Int
    let memory: Memory

    /// - Returns: the operation and how many floats of shared scratch memory it needs.
    func build() throws(Diagnostic) -> (any PlannedOperation, workspace: Int) {
        switch kind {
        case .input, .flatten: (FlattenOperation(input: inputs[0], output: output), 0)
        case .convolution(let outputs, let window, let groups, _):
            if case .depthwise = ParameterLayout(
                outputs: outputs, inputsPerGroup: inputs[0].shape.channels / groups, taps: window.taps, groups: groups)
            {
                (try DepthwiseOperation(self, window: window), 0)
            } else {
                ConvolutionOperation.plan(self, window: window, groups: groups)
            }
        case .dense: (DenseOperation(self), 0)
        case .batchNorm(let epsilon, let momentum): (try BatchNormOperation(self, epsilon: epsilon, momentum: momentum), 0)
        case .activation(let function): (ActivationOperation(function: function, input: inputs[0], output: output), 0)
        case .maxPool(let window): (try MaxPoolOperation(self, window: window), 0)
        case .averagePool(let window, let countsPadding): (try AveragePoolOperation(self, window: window, countsPadding: countsPadding), 0)
        case .globalAveragePool: (GlobalAveragePoolOperation(input: inputs[0], output: output), 0)
        case .globalMaxPool:
            (try MaxPoolOperation(self, window: Window(kernelHeight: inputs[0].shape.height, kernelWidth: inputs[0].shape.width)), 0)
        case .add: (AddOperation(inputs: inputs, output: output), 0)
        case .multiply: (MultiplyOperation(left: inputs[0], right: inputs[1], output: output), 0)
        case .concatenate: (ConcatenateOperation(inputs: inputs, output: output), 0)
        case .channelShuffle(let groups): (ChannelShuffleOperation(groups: groups, input: inputs[0], output: output), 0)
        case .dropout(let rate): (try DropoutOperation(self, rate: rate), 0)
        case .zero: (ZeroOperation(), 0)
        case .softmax: (SoftmaxOperation(input: inputs[0], output: output), 0)
        }
    }
}
