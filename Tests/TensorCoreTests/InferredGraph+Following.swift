import NetworkGraph

extension InferredGraph {
    /// With another operation behind the result.
    func followed(by operation: NetworkGraph.Operation) -> InferredGraph {
        let node = Node(operation: operation, inputs: [output], shape: outputShape, name: "last")
        return InferredGraph(nodes: nodes + [node], output: nodes.count)
    }
}
