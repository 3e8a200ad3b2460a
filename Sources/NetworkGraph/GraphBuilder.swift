/// Builds a graph node by node, inferring shapes. Node 0 is the input.
public struct GraphBuilder: Sendable {
    private var nodes: [InferredGraph.Node]

    /// - Precondition: `input.validate()` does not throw.
    public init(input: Shape) {
        precondition((try? input.validate()) != nil, "the input must be a valid shape")
        nodes = [InferredGraph.Node(operation: .input, inputs: [], shape: input, name: "input")]
    }

    /// Appends an operation on earlier nodes.
    ///
    /// - Parameter name: where the space made it, `network[1].blocks[0].expand`.
    /// - Returns: the number of the new node.
    /// - Throws: a `ShapeError` where the operands do not fit the operation.
    public mutating func append(_ operation: Operation, _ inputs: [Int], name: String) throws(ShapeError) -> Int {
        let shape: Shape
        if inputs.count == 1 {
            shape = try operation.outputShape(of: [nodes[inputs[0]].shape])
        } else {
            shape = try operation.outputShape(of: inputs.map { nodes[$0].shape })
        }
        nodes.append(InferredGraph.Node(operation: operation, inputs: inputs, shape: shape, name: name))
        return nodes.count - 1
    }

    public func shape(of node: Int) -> Shape { nodes[node].shape }

    /// How many nodes there are, the input among them.
    public var count: Int { nodes.count }

    /// The graph as written, with every node that was appended.
    public func finish(output: Int) -> InferredGraph { InferredGraph(nodes: nodes, output: output) }
}
