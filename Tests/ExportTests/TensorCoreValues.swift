import NetworkGraph
import Support
import TensorCore

@testable import Export

/// What the tensor core computes of a graph with the weights that a plan of it has.
enum TensorCoreValues {
    static func of(_ graph: InferredGraph, seed: UInt64) throws -> [Float] {
        let random = BoardRandom(seed: seed)
        let biased = withBiases(graph)
        var writer = PlanWriter(graph)
        _ = writer.lines()
        let network = try Network(biased, batch: 1)
        var file = SafeTensors()
        for tensor in network.exportParameters().tensors {
            let dot = tensor.name.lastIndex(of: ".") ?? tensor.name.endIndex
            let (layer, what) = (tensor.name[..<dot], tensor.name[dot...].dropFirst())
            let node = biased.nodes.firstIndex { $0.name == layer } ?? 0
            let step = writer.tensor[node]
            let isFolded = writer.isFolded(node)
            let input = biased.nodes[biased.nodes[node].inputs[0]].shape
            let parameter = biased.nodes[node].operation.parameters(of: input).first { $0.name == what }
            let values: [Float]
            switch what {
            case "running_mean": values = tensor.values.map { _ in 0 }
            // So that the deviation, with epsilon, is 1.
            case "running_var": values = tensor.values.map { _ in 1 - 1e-5 }
            case "weight" where isFolded: values = tensor.values.map { _ in 1 }
            case "bias" where isFolded: values = tensor.values.map { _ in 0 }
            default: values = parameter.map { random.values(of: $0, step: step) } ?? []
            }
            file.append(SafeTensors.Tensor(name: tensor.name, shape: tensor.shape, values: values))
        }
        try network.importParameters(file)
        return network.forward(images: (0..<graph.input.elements).map { random.float(step: 0, .input, $0) }, count: 1)
    }

    /// Plans give every product a bias, as folding batch norm does.
    private static func withBiases(_ graph: InferredGraph) -> InferredGraph {
        let nodes = graph.nodes.enumerated().map { index, node in
            var operation = node.operation
            if let old = operation.convolution {
                operation = .convolution(Operation.Convolution(outputs: old.outputs, window: old.window, groups: old.groups, bias: true))
            } else if case .dense(let outputs, _) = operation {
                operation = .dense(outputs: outputs, bias: true)
            }
            return InferredGraph.Node(operation: operation, inputs: node.inputs, shape: node.shape, name: "n\(index)")
        }
        return InferredGraph(nodes: nodes, output: graph.output)
    }
}
