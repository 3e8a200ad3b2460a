/// Builds a graph node by node, inferring shapes. Node 0 is the input.
public struct GraphBuilder: Sendable {
    private var nodes: [InferredGraph.Node]
    /// The node that is the network's result: the last that was appended, unless another is set.
    public var output = 0

    /// Starts a graph that holds the input alone.
    ///
    /// - Precondition: `input.validate()` does not throw.
    public init(input: Shape) {
        precondition((try? input.validate()) != nil, "the input must be a valid shape")
        nodes = [InferredGraph.Node(operation: .input, inputs: [], shape: input, name: "input")]
    }

    /// Appends an operation on earlier nodes.
    ///
    /// - Parameters:
    ///   - operation: the operation.
    ///   - inputs: the numbers of its operands.
    ///   - name: where the space made it, `network[1].blocks[0].expand`.
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
        output = nodes.count - 1
        return output
    }

    /// Appends an operation of a network that is written in code: operands that do not fit are a programmer's error.
    ///
    /// - Parameters:
    ///   - operation: the operation.
    ///   - inputs: earlier nodes; the present result unless given.
    ///   - name: the operation's name in messages and weight files.
    /// - Returns: the number of the new node.
    @discardableResult
    public mutating func add(_ operation: Operation, inputs: [Int]? = nil, name: String) -> Int {
        do throws(ShapeError) { return try append(operation, inputs ?? [output], name: name) } catch {
            preconditionFailure("\(name): \(error)")
        }
    }

    /// Returns the shape of the result of a node, which must exist.
    public func shape(of node: Int) -> Shape { nodes[node].shape }

    /// How many nodes there are, the input among them.
    public var count: Int { nodes.count }

    /// Returns the graph as written, with every node that was appended.
    public func finish(output: Int) -> InferredGraph { InferredGraph(nodes: nodes, output: output) }

    /// The graph as it is by now.
    public var graph: InferredGraph { finish(output: output) }

    /// The shape of the input.
    public var inputShape: Shape { nodes[0].shape }
    /// The shape of the present result.
    public var outputShape: Shape { nodes[output].shape }
}
