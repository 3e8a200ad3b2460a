internal import NetworkGraph

/// Writes the lines of a graph's plan.
struct PlanWriter {
    private let graph: InferredGraph
    private let fusion: Fusion
    private let activations: [Activation?]
    /// For each node its tensor; a node that is part of another has that one's.
    private(set) var tensor: [Int]
    /// What makes each tensor.
    private(set) var steps: [BoardPlan.Step] = []

    init(_ graph: InferredGraph) {
        self.graph = graph
        fusion = Fusion(graph, .cRuntime)
        activations = fusion.activations(in: graph)
        tensor = [Int](repeating: 0, count: graph.nodes.count)
    }

    /// Whether a node is part of the line of another.
    func isFolded(_ node: Int) -> Bool { fusion.root(of: node) != nil }

    mutating func lines() -> [String] {
        let input = graph.input
        var lines = ["input \(input.height) \(input.width) \(input.channels)"]
        steps = [BoardPlan.Step(operation: .input, operands: [])]
        for node in graph.nodes.indices.dropFirst() {
            if let root = fusion.root(of: node) {
                tensor[node] = tensor[root]
            } else if let line = line(node) {
                lines.append(line.description)
                let operands = graph.nodes[node].inputs.map { tensor[$0] }
                steps.append(BoardPlan.Step(operation: graph.nodes[node].operation, operands: operands))
                tensor[node] = lines.count - 1
            } else {
                tensor[node] = tensor[graph.nodes[node].inputs[0]]
            }
        }
        lines.append("output \(tensor[graph.output])")
        return lines
    }

    /// - Returns: nil for what does nothing.
    private func line(_ index: Int) -> PlanLine? {
        let node = graph.nodes[index]
        return node.operation.planLine(
            PlanStep(
                tensors: node.inputs.map { tensor[$0] }, input: node.inputs.first.map { graph.nodes[$0].shape } ?? node.shape,
                output: node.shape, activation: activations[index]))
    }
}
