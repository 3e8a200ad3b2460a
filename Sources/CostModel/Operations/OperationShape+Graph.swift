public import NetworkGraph

extension InferredGraph {
    /// Returns what the C runtime executes of a network, in order: batch norm folded, activations fused, unused operations gone.
    public func executedOperations() -> [OperationShape] { operationShapes().compactMap { $0 } }

    /// Returns for each node the operation that it is by itself; nil for one that costs nothing or is part of another.
    public func operationShapes() -> [OperationShape?] {
        let fusion = Fusion(self, FusionRules(.c), runs: executed(.removed))
        let activations = fusion.activations(in: self)
        return nodes.indices.map { node in
            // A flatten that moves something is a view to other runtimes.
            if nodes[node].operation.traits.contains(.view) { return OperationShape(self, node: node, activation: nil) }
            return fusion.isExecuted(node) ? OperationShape(self, node: node, activation: activations[node]) : nil
        }
    }
}

extension OperationShape {
    /// - Returns: nil for what does nothing at inference.
    init?(_ graph: InferredGraph, node index: Int, activation: Activation?) {
        let node = graph.nodes[index]
        let input = node.inputs.first.map { graph.nodes[$0].shape } ?? node.shape
        guard let kind = node.operation.kind(on: input) else { return nil }
        let window = node.operation.window
        self.init(
            kind, input: input, output: node.shape, kernel: window.kernel, stride: window.stride,
            groups: node.operation.convolution?.groups ?? 1, operands: max(node.inputs.count, 1),
            activation: node.operation.activation ?? activation)
    }
}
