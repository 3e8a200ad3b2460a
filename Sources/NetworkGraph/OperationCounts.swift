/// What one operation of a graph computes, holds and moves for one input, as numbers for cost models. Bytes are those of
/// fp32.
public struct OperationCounts: Sendable, Hashable, Codable {
    /// Classes of operations whose time goes by one law.
    public enum Kind: String, Sendable, Hashable, Codable, CaseIterable {
        /// A dense convolution with a kernel larger than 1 x 1.
        case convolution
        /// A dense 1 x 1 convolution of any stride: one matrix product.
        case pointwiseConvolution
        /// As many groups as input channels.
        case depthwiseConvolution
        /// Any other number of groups above 1.
        case groupedConvolution
        case dense
        case batchNorm
        /// Softmax too.
        case activation
        case pool
        case globalPool
        /// Sums and products of activations.
        case elementwise
        /// Concatenation, channel shuffle, and filling with zeros.
        case dataMovement
        /// Does nothing at inference: the input, dropout, flatten (a view).
        case none
    }

    public let kind: Kind
    /// Multiply-accumulates of convolutions and dense layers, without biases, as NAS-Bench-Macro counts.
    public let macs: Int
    /// Arithmetic besides `macs`: one for every element that batch norm, an activation or a product makes; for every
    /// element that a sum adds to another; for every element that lies in a pooling window (padding too); three for every
    /// element of a softmax.
    public let elementwiseOperations: Int
    /// Weights and biases; scale and shift of batch norm.
    public let parameters: Int
    public let inputBytes: Int
    public let outputBytes: Int
    /// Bytes of `parameters`, as written: batch norm is not folded here.
    public let weightBytes: Int

    init(
        kind: Kind, macs: Int = 0, elementwiseOperations: Int = 0, parameters: Int = 0, inputElements: Int = 0, outputElements: Int = 0
    ) {
        self.kind = kind
        self.macs = macs
        self.elementwiseOperations = elementwiseOperations
        self.parameters = parameters
        inputBytes = inputElements * InferredGraph.bytesPerElement
        outputBytes = outputElements * InferredGraph.bytesPerElement
        weightBytes = parameters * InferredGraph.bytesPerElement
    }
}
