/// What one operation of a graph computes, holds and moves for one input, as numbers for cost models. Bytes are those of
/// fp32.
public struct OperationCounts: Sendable, Hashable, Codable {
    /// The class that the operation is listed under.
    public internal(set) var kind = Kind.none
    /// Multiply-accumulates of convolutions and dense layers, without biases, as NAS-Bench-Macro counts.
    public let macs: Int
    /// Arithmetic besides `macs`: one for every element that batch norm, an activation or a product makes; for every element that a sum
    /// adds to another; for every element that lies in a pooling window (padding too); three for every element of a softmax, five for
    /// every element of a layer norm.
    public let elementwiseOperations: Int
    /// Weights and biases; scale and shift of batch and layer norms.
    public let parameters: Int
    /// Bytes of all operands that are read; 0 for the input, a view and zeros.
    public let inputBytes: Int
    /// Bytes of the result that is written; 0 for the input and a view.
    public let outputBytes: Int
    /// Bytes of `parameters`, as written: batch norm is not folded here.
    public let weightBytes: Int

    /// The kind is the operation's (`Operation.counts`).
    init(macs: Int = 0, elementwiseOperations: Int = 0, parameters: Int = 0, inputElements: Int = 0, outputElements: Int = 0) {
        self.macs = macs
        self.elementwiseOperations = elementwiseOperations
        self.parameters = parameters
        inputBytes = inputElements * InferredGraph.bytesPerElement
        outputBytes = outputElements * InferredGraph.bytesPerElement
        weightBytes = parameters * InferredGraph.bytesPerElement
    }
}
