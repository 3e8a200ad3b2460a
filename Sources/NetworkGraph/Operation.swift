/// One operation of a network. Depthwise convolution is a convolution with as many groups as input channels.
public enum Operation: Sendable, Hashable, Codable {
    case input
    case convolution(Convolution)
    case dense(outputs: Int, bias: Bool)
    case batchNorm
    case activation(Activation)
    case maxPool(Pooling)
    case averagePool(Pooling)
    case globalPool(PoolingKind)
    /// The sum of two or more operands of one shape.
    case add
    /// The product of two operands; a 1 x 1 x C operand is broadcast over the other's positions (squeeze-and-excitation).
    case multiply
    /// Operands joined along the channels, in order.
    case concatenate
    case channelShuffle(groups: Int)
    case dropout(rate: Double)
    /// To a vector. Weights of a following dense layer are stored in the order CHW, as PyTorch flattens.
    case flatten
    /// Zeros of the operand's shape. In a canonical graph it has no operand: the node's own shape says which.
    case zero
    case softmax

    public struct Convolution: Sendable, Hashable, Codable {
        public let outputs: Int
        public let kernel: Extent
        public let stride: Extent
        public let dilation: Extent
        public let padding: Padding
        public let groups: Int
        public let bias: Bool

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

    public struct Pooling: Sendable, Hashable, Codable {
        public let kernel: Extent
        public let stride: Extent
        public let padding: Padding
        /// Average pooling only: whether padded positions count in the divisor.
        public let countsPadding: Bool

        public init(kernel: Extent, stride: Extent, padding: Padding = .none, countsPadding: Bool = false) {
            self.kernel = kernel
            self.stride = stride
            self.padding = padding
            self.countsPadding = countsPadding
        }
    }

    public enum PoolingKind: String, Sendable, Hashable, Codable, CaseIterable { case average, max }
}

public enum Activation: String, Sendable, Hashable, Codable, CaseIterable {
    case relu
    case relu6
    case hardSwish = "hard_swish"
    case hardSigmoid = "hard_sigmoid"
    case sigmoid
    case tanh
    case gelu
}
