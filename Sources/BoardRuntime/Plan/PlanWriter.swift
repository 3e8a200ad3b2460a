internal import NetworkGraph

/// Writes the lines of a graph's plan.
struct PlanWriter {
    private let graph: InferredGraph
    /// For each node how many others take its value, the result counted as one.
    private var uses: [Int]
    /// For each node its tensor; a node that is part of another has that one's.
    private(set) var tensor: [Int]
    private var result: [String] = []
    /// For each node whether another does it.
    private var done: [Bool]

    init(_ graph: InferredGraph) {
        self.graph = graph
        uses = [Int](repeating: 0, count: graph.nodes.count)
        tensor = uses
        done = [Bool](repeating: false, count: graph.nodes.count)
        uses[graph.output] = 1
        for node in graph.nodes { for operand in node.inputs { uses[operand] += 1 } }
    }

    /// Whether a node is part of the line of another.
    func isFolded(_ node: Int) -> Bool { done[node] }

    mutating func lines() -> [String] {
        let input = graph.input
        result = ["input \(input.height) \(input.width) \(input.channels)"]
        for node in graph.nodes.indices.dropFirst() where !done[node] {
            guard let words = words(node) else {
                tensor[node] = tensor[graph.nodes[node].inputs[0]]
                continue
            }
            let (last, activation) = fused(into: node)
            result.append(Self.takesActivation(graph.nodes[node].operation) ? "\(words) \(activation?.rawValue ?? "none")" : words)
            tensor[node] = result.count - 1
            tensor[last] = result.count - 1
        }
        result.append("output \(tensor[graph.output])")
        return result
    }

    /// Follows batch norm and an activation that nobody else sees the operand of, as `FusingRules` of the runtime `c` do.
    private mutating func fused(into node: Int) -> (last: Int, activation: Activation?) {
        guard Self.takesActivation(graph.nodes[node].operation) else { return (node, nil) }
        var last = node
        var folds = Self.isProduct(graph.nodes[node].operation)
        while uses[last] == 1, last != graph.output, let next = reader(of: last) {
            switch graph.nodes[next].operation {
            case .batchNorm where folds:
                done[next] = true
                last = next
                folds = false
            case .activation(let activation) where !Self.isScale(graph.nodes[node].operation):
                done[next] = true
                return (next, activation)
            default: return (last, nil)
            }
        }
        return (last, nil)
    }

    private func reader(of node: Int) -> Int? { graph.nodes.indices.first { graph.nodes[$0].inputs.contains(node) } }

    private static func isScale(_ operation: Operation) -> Bool { if case .batchNorm = operation { true } else { false } }

    private static func isProduct(_ operation: Operation) -> Bool {
        switch operation {
        case .convolution, .dense: true
        default: false
        }
    }

    private static func takesActivation(_ operation: Operation) -> Bool {
        switch operation {
        case .add, .multiply, .batchNorm: true
        default: isProduct(operation)
        }
    }

    /// - Returns: nil for what does nothing.
    private func words(_ index: Int) -> String? {
        let node = graph.nodes[index]
        let inputs = node.inputs.map { tensor[$0] }
        func line(_ words: [Any]) -> String { words.map { "\($0)" }.joined(separator: " ") }
        func window(_ kernel: Extent, _ stride: Extent) -> [Any] { [kernel.height, kernel.width, stride.height, stride.width] }
        func edges(_ padding: Padding) -> [Any] { [padding.top, padding.left, padding.bottom, padding.right] }
        switch node.operation {
        case .input, .dropout: return nil
        case .convolution(let convolution):
            return line(
                ["conv", inputs[0], convolution.outputs] + window(convolution.kernel, convolution.stride)
                    + [convolution.dilation.height, convolution.dilation.width] + edges(convolution.padding) + [convolution.groups])
        case .dense(let outputs, _): return line(["dense", inputs[0], outputs])
        case .batchNorm: return line(["scale", inputs[0]])
        case .activation(let activation): return line(["activation", inputs[0], activation.rawValue])
        case .maxPool(let pooling): return line(["maxpool", inputs[0]] + window(pooling.kernel, pooling.stride) + edges(pooling.padding))
        case .averagePool(let pooling):
            return line(
                ["avgpool", inputs[0]] + window(pooling.kernel, pooling.stride) + edges(pooling.padding) + [pooling.countsPadding ? 1 : 0])
        case .globalPool(.max): return line(["globalmax", inputs[0]])
        case .globalPool(.average): return line(["globalavg", inputs[0]])
        case .add: return line(["add", inputs.count] + inputs)
        case .multiply: return line(["multiply"] + inputs)
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
