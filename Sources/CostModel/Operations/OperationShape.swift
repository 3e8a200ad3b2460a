public import NetworkGraph

/// One operation as a runtime executes it, with what is fused into it: all that its cost depends on. Operations of one shape cost
/// the same.
public struct OperationShape: Sendable, Hashable, Codable {
    /// The kinds that a runtime tells apart.
    public typealias Kind = Operation.Kind

    /// What the operation is.
    public let kind: Kind
    /// The shape of the first operand.
    public let input: Shape
    /// The shape of the result.
    public let output: Shape
    /// The extent of the window; 1 x 1 where there is none.
    public let kernel: Extent
    /// The step of the window, in positions; 1 x 1 where there is none.
    public let stride: Extent
    /// Groups of a convolution's channels; 1 for other operations.
    public let groups: Int
    /// The number of operands, at least 1.
    public let operands: Int
    /// The activation that is done in the same pass, or that an operation of kind `activation` does; nil for none.
    public let activation: Activation?

    /// Makes a shape.
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

    /// Multiply-accumulates; of pooling, elements in windows; 0 for other operations.
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
