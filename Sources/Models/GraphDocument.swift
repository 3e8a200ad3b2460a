internal import NetworkGraph
internal import Support

/// A network as `model.json` has it: nodes in an order in which they can be executed, the first of them the input.
struct GraphDocument: Codable, Hashable {
    var nodes: [NodeDocument]
    /// The node whose value is the network's result: a logit for each class.
    var output: Int

    init(_ graph: InferredGraph) {
        let names = graph.parameterNames
        nodes = graph.nodes.enumerated().map { NodeDocument($1, parameterName: names[$0], of: graph) }
        output = graph.output
    }

    /// The network, whose shapes are inferred anew.
    ///
    /// - Throws: a diagnostic without a file that names the node: operands that do not fit, a shape that is another.
    func graph() throws(Diagnostic) -> InferredGraph {
        guard let first = nodes.first, first.operation == "input", nodes.indices.contains(output) else {
            throw Diagnostic("the graph does not begin with its input, or has no output")
        }
        var built: [InferredGraph.Node] = []
        for (index, node) in nodes.enumerated() {
            do throws(Diagnostic) {
                built.append(try Self.node(node, after: built))
            } catch {
                throw Diagnostic("graph.nodes.\(index) (\(node.name)): \(error.message)", hint: error.hint)
            }
        }
        let graph = InferredGraph(nodes: built, output: output)
        // What else a node says follows from the network: names of tensors, constants of norms.
        for (index, (node, own)) in zip(nodes, GraphDocument(graph).nodes).enumerated() where node != own {
            throw Diagnostic("graph.nodes.\(index) (\(node.name)): says something that such a node cannot be", hint: "restore the file")
        }
        return graph
    }

    private static func node(_ document: NodeDocument, after nodes: [InferredGraph.Node]) throws(Diagnostic) -> InferredGraph.Node {
        guard document.inputs.allSatisfy(nodes.indices.contains) else {
            throw Diagnostic("its inputs \(document.inputs) are not all earlier nodes")
        }
        let operation = try document.readOperation()
        guard operation != .input || nodes.isEmpty else { throw Diagnostic("a second input") }
        let shape = try document.readShape()
        // In a canonical graph zeros have no operand either: the node's own shape says what is filled.
        if operation != .input, operation != .zero || !document.inputs.isEmpty {
            let inferred: Shape
            do throws(ShapeError) {
                inferred = try operation.outputShape(of: document.inputs.map { nodes[$0].shape })
            } catch { throw Diagnostic(error.message, hint: error.hint) }
            guard shape == inferred else { throw Diagnostic("its shape is \(inferred), the file says \(shape)") }
        }
        return InferredGraph.Node(operation: operation, inputs: document.inputs, shape: shape, name: document.name)
    }
}
