extension InferredGraph {
    /// fp32.
    static let bytesPerElement = 4

    /// Counts for every node, in the graph's order.
    public func operationCounts() -> [OperationCounts] { nodes.map(counts(of:)) }

    /// Weights and biases of convolutions and dense layers, scale and shift of batch and layer norms; at most `Int.max`.
    public var parameters: Int {
        var sum = 0
        for node in nodes { sum = Self.saturatingSum(sum, counts(of: node).parameters) }
        return sum
    }

    /// Multiply-accumulates of convolutions and dense layers, without biases, as NAS-Bench-Macro counts ("FLOPs" there); at most
    /// `Int.max`.
    public var macs: Int {
        var sum = 0
        for node in nodes { sum = Self.saturatingSum(sum, counts(of: node).macs) }
        return sum
    }

    /// A single operation's count is bounded by `Shape.limit` squared; many of the largest may pass 64 bits together.
    private static func saturatingSum(_ first: Int, _ second: Int) -> Int {
        let (sum, overflow) = first.addingReportingOverflow(second)
        return overflow ? Int.max : sum
    }

    private func counts(of node: Node) -> OperationCounts {
        var elements = 0
        for operand in node.inputs { elements += nodes[operand].shape.elements }
        return node.operation.counts(
            input: node.inputs.first.map { nodes[$0].shape } ?? node.shape, inputElements: elements, output: node.shape)
    }
}
