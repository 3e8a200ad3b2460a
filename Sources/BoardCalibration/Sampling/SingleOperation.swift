internal import CostModel
internal import NetworkGraph

/// An operation of a network by itself, as a network that a board can run.
struct SingleOperation: Sendable {
    let shape: OperationShape
    let graph: InferredGraph
    /// All that runs: this operation, and one that makes an operand where that cannot be the input.
    let operations: [OperationShape]

    /// - Parameter node: one that the runtime executes, of this shape.
    init(_ shape: OperationShape, node index: Int, of network: InferredGraph) {
        self.shape = shape
        let node = network.nodes[index]
        var nodes = [InferredGraph.Node(operation: .input, inputs: [], shape: shape.input, name: "input")]
        func append(_ operation: Operation, _ inputs: [Int], _ shape: Shape) {
            nodes.append(InferredGraph.Node(operation: operation, inputs: inputs, shape: shape, name: "operation\(nodes.count)"))
        }
        var inputs = node.inputs.map { _ in 0 }
        for (place, operand) in node.inputs.enumerated() where network.nodes[operand].shape != shape.input {
            guard node.operation == .multiply else { continue }
            // The factor of each channel.
            append(.globalPool(.average), [0], network.nodes[operand].shape)
            inputs[place] = nodes.count - 1
        }
        // Operands of a concatenation are all taken as wide as the first. Zeros have none, and their own shape.
        let result = try? node.operation.outputShape(of: inputs.map { nodes[$0].shape })
        append(node.operation, inputs, result ?? node.shape)
        if let activation = shape.activation, shape.kind != .activation {
            append(.activation(activation), [nodes.count - 1], nodes[nodes.count - 1].shape)
        }
        graph = InferredGraph(nodes: nodes, output: nodes.count - 1)
        operations = shape.kind == .multiply ? graph.executedOperations() : [shape]
    }
}
