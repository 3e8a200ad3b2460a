internal import NetworkGraph

/// Writes the lines of a graph's plan.
struct PlanWriter {
    private let graph: InferredGraph
    private let fusion: Fusion
    private let activations: [Activation?]
    /// For each node its tensor; a node that is part of another has that one's.
    private(set) var tensor: [Int]

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
        for node in graph.nodes.indices.dropFirst() {
            if let root = fusion.root(of: node) {
                tensor[node] = tensor[root]
            } else if let words = words(node) {
                lines.append(words)
                tensor[node] = lines.count - 1
            } else {
                tensor[node] = tensor[graph.nodes[node].inputs[0]]
            }
        }
        lines.append("output \(tensor[graph.output])")
        return lines
    }

    /// - Returns: nil for what does nothing.
    private func words(_ index: Int) -> String? {
        let node = graph.nodes[index]
        let inputs = node.inputs.map { tensor[$0] }
        func line(_ words: [Any]) -> String { words.map { "\($0)" }.joined(separator: " ") }
        /// Of an operation that may do an activation in the same pass.
        func fusing(_ words: [Any]) -> String { line(words + [activations[index]?.rawValue ?? "none"]) }
        func window(_ kernel: Extent, _ stride: Extent) -> [Any] { [kernel.height, kernel.width, stride.height, stride.width] }
        func edges(_ padding: Padding) -> [Any] { [padding.top, padding.left, padding.bottom, padding.right] }
        switch node.operation {
        case .input, .dropout: return nil
        case .convolution(let convolution):
            return fusing(
                ["conv", inputs[0], convolution.outputs] + window(convolution.kernel, convolution.stride)
                    + [convolution.dilation.height, convolution.dilation.width] + edges(convolution.padding) + [convolution.groups])
        case .dense(let outputs, _): return fusing(["dense", inputs[0], outputs])
        case .batchNorm: return fusing(["scale", inputs[0]])
        case .activation(let activation): return line(["activation", inputs[0], activation.rawValue])
        case .maxPool(let pooling): return line(["maxpool", inputs[0]] + window(pooling.kernel, pooling.stride) + edges(pooling.padding))
        case .averagePool(let pooling):
            return line(
                ["avgpool", inputs[0]] + window(pooling.kernel, pooling.stride) + edges(pooling.padding) + [pooling.countsPadding ? 1 : 0])
        case .globalPool(.max): return line(["globalmax", inputs[0]])
        case .globalPool(.average): return line(["globalavg", inputs[0]])
        case .add: return fusing(["add", inputs.count] + inputs)
        case .multiply: return fusing(["multiply"] + inputs)
        case .concatenate: return line(["concat", inputs.count] + inputs)
        case .channelShuffle(let groups): return line(["shuffle", inputs[0], groups])
        case .flatten:
            let operand = graph.nodes[node.inputs[0]].shape
            return operand.isVector ? nil : line(["flatten", inputs[0]])
        case .zero: return line(["zero", node.shape.height, node.shape.width, node.shape.channels])
        case .softmax: return line(["softmax", inputs[0]])
        }
    }
}
