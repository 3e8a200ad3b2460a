/// A network as operations with inferred shapes, in an order in which they can be executed. Node 0 is the input.
public struct InferredGraph: Sendable, Hashable, Codable {
    public struct Node: Sendable, Hashable, Codable {
        public let operation: Operation
        /// Indices of earlier nodes, in the operation's operand order.
        public let inputs: [Int]
        public let shape: Shape
        /// Where the search space made it, in the user's terms: `network[1].blocks[0].expand`. Names its weights.
        public let name: String

        public init(operation: Operation, inputs: [Int], shape: Shape, name: String) {
            self.operation = operation
            self.inputs = inputs
            self.shape = shape
            self.name = name
        }
    }

    public let nodes: [Node]
    /// The node whose value is the network's result (logits for a classifier).
    public let output: Int

    public init(nodes: [Node], output: Int) {
        precondition(nodes.indices.contains(output))
        self.nodes = nodes
        self.output = output
    }

    public var input: Shape { nodes[0].shape }
    public var outputShape: Shape { nodes[output].shape }
}
