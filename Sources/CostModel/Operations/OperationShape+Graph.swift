public import NetworkGraph

extension InferredGraph {
    /// What the C runtime executes of a network, in order: batch norm folded, activations fused, unused operations gone.
    public func executedOperations() -> [OperationShape] { operationShapes().compactMap { $0 } }

    /// For each node the operation that it is by itself; nil for one that costs nothing or is part of another.
    public func operationShapes() -> [OperationShape?] {
        let fusion = Fusion(self, FusionRules(.c), runs: executed(.removed))
        let activations = fusion.activations(in: self)
        return nodes.indices.map { node in
            if case .flatten = nodes[node].operation { return OperationShape(self, node: node, activation: nil) }
            return fusion.isExecuted(node) ? OperationShape(self, node: node, activation: activations[node]) : nil
        }
    }
}

extension OperationShape {
    /// - Returns: nil for what does nothing at inference.
    init?(_ graph: InferredGraph, node index: Int, activation: Activation?) {
        let node = graph.nodes[index]
        let output = node.shape
        let input = node.inputs.first.map { graph.nodes[$0].shape } ?? output
        func plain(_ kind: Kind, activation: Activation? = activation) -> OperationShape {
            OperationShape(kind, input: input, output: output, operands: max(node.inputs.count, 1), activation: activation)
        }
        switch node.operation {
        case .input, .dropout: return nil
        case .convolution(let convolution):
            self.init(
                Kind(convolution, inputChannels: input.channels), input: input, output: output, kernel: convolution.kernel,
                stride: convolution.stride, groups: convolution.groups,
                activation: activation)
        case .maxPool(let pooling): self.init(.maxPool, input: input, output: output, kernel: pooling.kernel, stride: pooling.stride)
        case .averagePool(let pooling):
            self.init(.averagePool, input: input, output: output, kernel: pooling.kernel, stride: pooling.stride)
        case .dense: self = plain(.dense)
        case .batchNorm: self = plain(.scale)
        case .activation(let own): self = plain(.activation, activation: own)
        case .globalPool: self = plain(.globalPool)
        case .add: self = plain(.add)
        case .multiply: self = plain(.multiply)
        case .concatenate: self = plain(.concatenate)
        case .channelShuffle: self = plain(.channelShuffle)
        case .flatten:
            // Of one position or one channel nothing moves.
            if input.isVector || input.channels == 1 { return nil }
            self = plain(.flatten)
        case .zero: self = plain(.zero)
        case .softmax: self = plain(.softmax)
        }
    }
}

extension OperationShape.Kind {
    fileprivate init(_ convolution: Operation.Convolution, inputChannels: Int) {
        if convolution.groups > 1 {
            self = convolution.isDepthwise(inputChannels: inputChannels) ? .depthwiseConvolution : .groupedConvolution
        } else {
            self = convolution.kernel == Extent(square: 1) ? .pointwiseConvolution : .convolution
        }
    }
}
