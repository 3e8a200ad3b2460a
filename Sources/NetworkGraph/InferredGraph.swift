/// A network as operations with inferred shapes, in an order in which they can be executed. Node 0 is the input.
public struct InferredGraph: Sendable, Hashable, Codable {
    /// One operation of the network, with its operands and the shape of its result.
    public struct Node: Sendable, Hashable, Codable {
        /// What the node computes.
        public let operation: Operation
        /// Indices of earlier nodes, in the operation's operand order.
        public let inputs: [Int]
        /// The shape of the result, for one image.
        public let shape: Shape
        /// Where the search space made it, in the user's terms: `network[1].blocks[0].expand`. Names its weights.
        public let name: String

        /// Creates a node. Whether the shape is what the operation makes of its operands is not checked: `GraphBuilder` infers it.
        public init(operation: Operation, inputs: [Int], shape: Shape, name: String) {
            self.operation = operation
            self.inputs = inputs
            self.shape = shape
            self.name = name
        }
    }

    /// All nodes, each after its operands; the first is the input.
    public let nodes: [Node]
    /// The node whose value is the network's result (logits for a classifier).
    public let output: Int

    /// Creates a graph from nodes in an order of execution.
    ///
    /// - Precondition: `output` is the index of a node.
    public init(nodes: [Node], output: Int) {
        precondition(nodes.indices.contains(output))
        self.nodes = nodes
        self.output = output
    }

    /// The shape of the input.
    public var input: Shape { nodes[0].shape }
    /// The shape of the result.
    public var outputShape: Shape { nodes[output].shape }
}
