extension InferredGraph {
    /// fp32.
    static let bytesPerElement = 4

    /// Counts for every node, in the graph's order.
    public func operationCounts() -> [OperationCounts] { nodes.map(counts(of:)) }

    /// Weights and biases of convolutions and dense layers, scale and shift of batch norms.
    public var parameters: Int {
        var sum = 0
        for node in nodes { sum = Self.saturatingSum(sum, parameters(of: node)) }
        return sum
    }

    /// Multiply-accumulates of convolutions and dense layers, without biases, as NAS-Bench-Macro counts ("FLOPs" there).
    public var macs: Int {
        var sum = 0
        for node in nodes { sum = Self.saturatingSum(sum, macs(of: node)) }
        return sum
    }

    /// A single operation's count is bounded by `Shape.limit` squared; many of the largest may pass 64 bits together.
    private static func saturatingSum(_ first: Int, _ second: Int) -> Int {
        let (sum, overflow) = first.addingReportingOverflow(second)
        return overflow ? Int.max : sum
    }

    func parameters(of node: Node) -> Int {
        switch node.operation {
        case .convolution(let convolution):
            Self.weights(of: convolution, inputChannels: nodes[node.inputs[0]].shape.channels)
                + (convolution.bias ? convolution.outputs : 0)
        case .dense(let outputs, let bias): nodes[node.inputs[0]].shape.elements * outputs + (bias ? outputs : 0)
        case .batchNorm: 2 * node.shape.channels
        default: 0
        }
    }

    private func macs(of node: Node) -> Int {
        switch node.operation {
        case .convolution(let convolution):
            node.shape.height * node.shape.width
                * Self.weights(of: convolution, inputChannels: nodes[node.inputs[0]].shape.channels)
        case .dense(let outputs, _): nodes[node.inputs[0]].shape.elements * outputs
        default: 0
        }
    }

    private static func weights(of convolution: Operation.Convolution, inputChannels: Int) -> Int {
        convolution.outputs * (inputChannels / convolution.groups) * convolution.kernel.height * convolution.kernel.width
    }

    private func counts(of node: Node) -> OperationCounts {
        let output = node.shape.elements
        var input = 0
        for operand in node.inputs { input += nodes[operand].shape.elements }
        func moved(_ kind: OperationCounts.Kind, elementwise: Int = 0) -> OperationCounts {
            OperationCounts(
                kind: kind, macs: macs(of: node), elementwiseOperations: elementwise, parameters: parameters(of: node),
                inputElements: input, outputElements: output)
        }
        switch node.operation {
        case .input, .dropout, .flatten: return OperationCounts(kind: .none)
        case .convolution(let convolution):
            return moved(Self.kind(of: convolution, inputChannels: nodes[node.inputs[0]].shape.channels))
        case .dense: return moved(.dense)
        case .batchNorm: return moved(.batchNorm, elementwise: output)
        case .activation: return moved(.activation, elementwise: output)
        case .softmax: return moved(.activation, elementwise: 3 * output)
        case .maxPool(let pooling), .averagePool(let pooling):
            // A window never exceeds the padded input, but both may be large: the product of three numbers up to 2^31.
            let (window, overflow) = output.multipliedReportingOverflow(by: pooling.kernel.height * pooling.kernel.width)
            return moved(.pool, elementwise: overflow ? Int.max : window)
        case .globalPool: return moved(.globalPool, elementwise: input)
        case .add: return moved(.elementwise, elementwise: input - output)
        case .multiply: return moved(.elementwise, elementwise: output)
        case .concatenate, .channelShuffle: return moved(.dataMovement)
        case .zero: return OperationCounts(kind: .dataMovement, outputElements: output)
        }
    }

    private static func kind(of convolution: Operation.Convolution, inputChannels: Int) -> OperationCounts.Kind {
        if convolution.groups > 1 { return convolution.groups == inputChannels ? .depthwiseConvolution : .groupedConvolution }
        return convolution.kernel == Extent(square: 1) ? .pointwiseConvolution : .convolution
    }
}
