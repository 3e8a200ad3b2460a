internal import NetworkGraph
internal import TensorCore

/// Turns a search space's graph into the tensor core's definition of a network, node for node: value `i` is node `i`.
/// Weights are named by the nodes' names; a name that comes again gets `#2`, `#3` ... behind it.
enum NetworkBuilder {
    /// - Precondition: the graph's shapes follow from its operations, as `GraphBuilder` makes them. The tensor core infers
    ///   every shape by itself and the two must agree.
    static func definition(of graph: InferredGraph) -> NetworkDefinition {
        var definition = NetworkDefinition(input: graph.input.tensorShape)
        let names = names(of: graph)
        for (index, node) in graph.nodes.enumerated().dropFirst() {
            let name = names[index]
            // In a canonical graph nothing feeds a zero.
            let value =
                node.inputs.isEmpty && node.operation == .zero
                ? definition.appendZeros(of: node.shape.tensorShape, name: name)
                : definition.append(node.operation.layerKind, inputs: node.inputs, name: name)
            precondition(
                value == index && definition.outputShape == node.shape.tensorShape,
                "node \(index) (\(node.name)) has shape \(node.shape), the tensor core makes it \(definition.outputShape)")
        }
        definition.output = graph.output
        return definition
    }

    /// What the layer of each node is called.
    static func names(of graph: InferredGraph) -> [String] {
        var uses: [String: Int] = [:]
        return graph.nodes.enumerated().map { index, node in
            guard index > 0 else { return node.name }
            let count = uses[node.name, default: 0] + 1
            uses[node.name] = count
            return count == 1 ? node.name : "\(node.name)#\(count)"
        }
    }
}

extension Shape {
    fileprivate var tensorShape: TensorShape { TensorShape(height: height, width: width, channels: channels) }
}

extension Operation {
    fileprivate var layerKind: LayerKind {
        switch self {
        case .input: preconditionFailure("only node 0 is the input")
        case .convolution(let convolution):
            .convolution(outputs: convolution.outputs, window: Window(convolution), groups: convolution.groups, bias: convolution.bias)
        case .dense(let outputs, let bias): .dense(outputs: outputs, bias: bias)
        case .batchNorm: .batchNorm()
        case .activation(let activation): .activation(activation.function)
        case .maxPool(let pooling): .maxPool(Window(pooling))
        case .averagePool(let pooling): .averagePool(Window(pooling), countsPadding: pooling.countsPadding)
        case .globalPool(.average): .globalAveragePool
        case .globalPool(.max): .globalMaxPool
        case .add: .add
        case .multiply: .multiply
        case .concatenate: .concatenate
        case .channelShuffle(let groups): .channelShuffle(groups: groups)
        case .dropout(let rate): .dropout(rate: Float(rate))
        case .flatten: .flatten
        case .zero: .zero
        case .softmax: .softmax
        }
    }
}

extension Activation {
    fileprivate var function: ActivationFunction {
        switch self {
        case .relu: .relu
        case .relu6: .relu6
        case .hardSwish: .hardSwish
        case .hardSigmoid: .hardSigmoid
        case .sigmoid: .sigmoid
        case .tanh: .tanh
        case .gelu: .gelu
        }
    }
}

extension Window {
    fileprivate init(_ convolution: Operation.Convolution) {
        self.init(
            kernel: convolution.kernel, stride: convolution.stride, padding: convolution.padding, dilation: convolution.dilation)
    }

    fileprivate init(_ pooling: Operation.Pooling) {
        self.init(kernel: pooling.kernel, stride: pooling.stride, padding: pooling.padding, dilation: Extent(square: 1))
    }

    private init(kernel: Extent, stride: Extent, padding: Padding, dilation: Extent) {
        self.init(
            kernelHeight: kernel.height, kernelWidth: kernel.width, strideHeight: stride.height, strideWidth: stride.width,
            paddingTop: padding.top, paddingLeft: padding.left, paddingBottom: padding.bottom, paddingRight: padding.right,
            dilationHeight: dilation.height, dilationWidth: dilation.width)
    }
}
