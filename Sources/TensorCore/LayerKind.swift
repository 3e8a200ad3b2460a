/// What a layer does. Parameters follow from the layer's name: `NAME.weight`, `NAME.bias`, `NAME.running_mean`,
/// `NAME.running_var`, as in a PyTorch state dictionary.
public enum LayerKind: Sendable, Hashable {
    /// The images; always layer 0.
    case input
    /// `groups` equal to the input's channels and to `outputs` is a depthwise convolution, which has a kernel of its own.
    case convolution(outputs: Int, window: Window, groups: Int, bias: Bool)
    /// A vector in, a vector out.
    case dense(outputs: Int, bias: Bool)
    /// Over the batch and all positions (Ioffe and Szegedy 2015). The running statistics move by `momentum` towards the
    /// batch's, the variance with Bessel's correction, as in PyTorch.
    case batchNorm(epsilon: Float = 1e-5, momentum: Float = 0.1)
    case activation(ActivationFunction)
    case maxPool(Window)
    case averagePool(Window, countsPadding: Bool)
    case globalAveragePool
    case globalMaxPool
    /// The sum of one or more operands of one shape.
    case add
    /// The product of two operands; one of shape 1 x 1 x C is broadcast over the other's positions.
    case multiply
    /// Operands joined along the channels, in order.
    case concatenate
    /// Channel `i * (C / groups) + j` becomes channel `j * groups + i` (Zhang et al., ShuffleNet, 2018).
    case channelShuffle(groups: Int)
    /// Inverted dropout: what stays is divided by `1 - rate` in training; nothing happens in inference.
    case dropout(rate: Float)
    /// To a vector in the order channel, row, column, as PyTorch flattens an NCHW tensor.
    case flatten
    /// Zeros of the operand's shape. The operand is not computed for its sake.
    case zero
    /// Over the channels of each position.
    case softmax
}

/// Functions of one number. Raw values are the names in search spaces.
public enum ActivationFunction: String, Sendable, Hashable, CaseIterable {
    case relu
    case relu6
    /// x * hardSigmoid(x) (Howard et al., MobileNetV3, 2019).
    case hardSwish = "hard_swish"
    /// clamp(x / 6 + 1/2, 0, 1), as in PyTorch.
    case hardSigmoid = "hard_sigmoid"
    case sigmoid
    case tanh
    /// x * Phi(x) with the exact normal distribution function, PyTorch's default.
    case gelu
}
