public import NetworkGraph

/// One operation as a runtime executes it, with what is fused into it: all that its cost depends on. Operations of one shape cost
/// the same.
public struct OperationShape: Sendable, Hashable, Codable {
    public typealias Kind = Operation.Kind

    public let kind: Kind
    /// Of the first operand.
    public let input: Shape
    public let output: Shape
    /// 1 x 1 where there is none.
    public let kernel: Extent
    public let stride: Extent
    public let groups: Int
    public let operands: Int
    /// Done in the same pass, or what an operation of kind `activation` does.
    public let activation: Activation?

    public init(
        _ kind: Kind, input: Shape, output: Shape, kernel: Extent = Extent(square: 1), stride: Extent = Extent(square: 1),
        groups: Int = 1, operands: Int = 1, activation: Activation? = nil
    ) {
        self.kind = kind
        self.input = input
        self.output = output
        self.kernel = kernel
        self.stride = stride
        self.groups = groups
        self.operands = operands
        self.activation = activation
    }

    /// Multiply-accumulates; of pooling, elements in windows.
    public var macs: Double {
        let window = Double(kernel.height * kernel.width)
        let outputs = Double(output.elements)
        return switch kind {
        case .convolution, .pointwiseConvolution, .groupedConvolution, .depthwiseConvolution:
            outputs * window * Double(input.channels / groups)
        case .dense: outputs * Double(input.elements)
        case .maxPool, .averagePool: outputs * window
        case .globalPool: Double(input.elements)
        default: 0
        }
    }

    var weights: Double {
        let window = Double(kernel.height * kernel.width)
        return switch kind {
        case .convolution, .pointwiseConvolution, .groupedConvolution, .depthwiseConvolution:
            Double(output.channels) * window * Double(input.channels / groups)
        case .dense: Double(output.channels) * Double(input.elements)
        default: Double(kind.numbersPerChannel * output.channels)
        }
    }
}
