internal import NetworkGraph

/// A part of a network between two places where a single tensor goes on. Its graph is canonical, its input the tensor that
/// comes in.
struct Piece {
    let graph: InferredGraph
    /// Whether another piece may follow: nothing that is told apart by what it comes behind sees past the end.
    let endsOpen: Bool

    init(_ graph: InferredGraph) {
        self.graph = graph
        // Behind a depthwise convolution an operation may cost something else (`CostModel`).
        var node = graph.output
        while graph.nodes[node].operation.traits.contains(.transparent), let operand = graph.nodes[node].inputs.first { node = operand }
        let isDepthwise = graph.nodes[node].operation.convolution.map {
            $0.isDepthwise(inputChannels: graph.nodes[graph.nodes[node].inputs[0]].shape.channels)
        }
        endsOpen = isDepthwise != true
    }

    /// Whether it is the same behind any piece: what could be fused into an operation before, or merged with one, does not read
    /// the input.
    var startsAnew: Bool {
        var reads = 0
        var sums = 0
        for node in graph.nodes {
            for operand in node.inputs where operand == 0 {
                reads += 1
                if node.operation.traits.contains(.transparent) { return false }
                if node.operation.isSum { sums += 1 }
            }
        }
        return sums == 0 || reads > 1
    }

    var hasZeros: Bool { graph.nodes.contains { $0.operation.isZero } }

    /// The operations of both, one behind the other.
    func joined(with next: Piece) -> Piece {
        var nodes = graph.nodes
        let offset = nodes.count - 1
        for node in next.graph.nodes.dropFirst() {
            nodes.append(
                InferredGraph.Node(
                    operation: node.operation, inputs: node.inputs.map { $0 == 0 ? graph.output : $0 + offset }, shape: node.shape,
                    name: node.name))
        }
        let output = next.graph.output == 0 ? graph.output : next.graph.output + offset
        return Piece(InferredGraph(nodes: nodes, output: output).canonical())
    }
}
