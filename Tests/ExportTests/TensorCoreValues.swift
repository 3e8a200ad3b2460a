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
            let values: [Float]
            switch (biased.nodes[node].operation, what) {
            case (.batchNorm, "weight"):
                values = tensor.values.indices.map { isFolded ? 1 : 1 + 0.25 * random.float(step: step, .scale, $0) }
            case (.batchNorm, "bias"):
                values = tensor.values.indices.map { isFolded ? 0 : 0.25 * random.float(step: step, .bias, $0) }
            case (_, "running_mean"): values = tensor.values.map { _ in 0 }
            // So that the deviation, with epsilon, is 1.
            case (_, "running_var"): values = tensor.values.map { _ in 1 - 1e-5 }
            case (_, "bias"): values = tensor.values.indices.map { 0.25 * random.float(step: step, .bias, $0) }
            default: values = weights(tensor, step, random)
            }
            file.append(SafeTensors.Tensor(name: tensor.name, shape: tensor.shape, values: values))
        }
        try network.importParameters(file)
        return network.forward(images: (0..<graph.input.elements).map { random.float(step: 0, .input, $0) }, count: 1)
    }

    /// From the order output, tap, input of plans to output, input, tap.
    private static func weights(_ tensor: SafeTensors.Tensor, _ step: Int, _ random: BoardRandom) -> [Float] {
        let inputs = tensor.shape[1]
        let taps = tensor.shape.dropFirst(2).reduce(1, *)
        let factor: Float = 1.732_050_8 / Float(inputs * taps).squareRoot()
        return tensor.values.indices.map { place in
            let (output, input, tap) = (place / (inputs * taps), place / taps % inputs, place % taps)
            return random.float(step: step, .weights, (output * taps + tap) * inputs + input) * factor
        }
    }

    /// Plans give every product a bias, as folding batch norm does.
    private static func withBiases(_ graph: InferredGraph) -> InferredGraph {
        let nodes = graph.nodes.enumerated().map { index, node in
            let operation: Operation =
                switch node.operation {
                case .convolution(let old):
                    .convolution(
                        Operation.Convolution(
                            outputs: old.outputs, kernel: old.kernel, stride: old.stride, dilation: old.dilation, padding: old.padding,
                            groups: old.groups, bias: true))
                case .dense(let outputs, _): .dense(outputs: outputs, bias: true)
                default: node.operation
                }
            return InferredGraph.Node(operation: operation, inputs: node.inputs, shape: node.shape, name: "n\(index)")
        }
        return InferredGraph(nodes: nodes, output: graph.output)
    }
}
