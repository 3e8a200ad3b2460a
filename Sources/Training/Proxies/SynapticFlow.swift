internal import Foundation
internal import NetworkGraph
internal import TensorCore

/// The synaptic flow of a network (Tanaka et al., NeurIPS 2020): batch norm left out, activations passed through, as all that flows is
/// positive.
///
/// Far from the borders all positions of a tensor carry the same, so that a number a channel says it all; borders, where padding takes
/// some of it away, are not looked at. In double precision: a deep network's flow is larger than a float can hold.
struct SynapticFlow {
    /// For each output channel: the sum over all ways of the product of their weights, and the same with each way counted as often as
    /// it has weights. That is the sum over all weights of weight times gradient.
    private struct Flow {
        var sums: [Double]
        var weighted: [Double]

        init(_ channels: Int, _ value: Double) {
            sums = [Double](repeating: value, count: channels)
            weighted = [Double](repeating: 0, count: channels)
        }

        mutating func add(_ other: Flow, _ source: Int, to channel: Int) {
            sums[channel] += other.sums[source]
            weighted[channel] += other.weighted[source]
        }
    }

    let log10: Double

    /// - Parameter weights: by the nodes' names (`parameterNames`).
    init(_ graph: InferredGraph, weights: SafeTensors) {
        var flows: [Flow] = []
        let names = graph.parameterNames
        for (index, layer) in graph.nodes.enumerated() {
            if index == 0 {
                flows.append(Flow(layer.shape.channels, 1))
            } else if layer.operation.traits.contains(.product) {
                let groups = layer.operation.convolution?.groups ?? 1
                flows.append(Self.product(flows[layer.inputs[0]], weights[names[index] + ".weight"], groups))
            } else {
                var flow = Flow(layer.shape.channels, 0)
                let origins = layer.operation.channelOrigins(of: layer.inputs.map { graph.nodes[$0].shape })
                for (channel, origins) in origins.enumerated() {
                    for origin in origins { flow.add(flows[layer.inputs[origin.operand]], origin.channel, to: channel) }
                }
                flows.append(flow)
            }
        }
        log10 = Foundation.log10(max(flows[graph.output].weighted.reduce(0, +), .leastNonzeroMagnitude))
    }

    /// - Parameter weights: outputs first, then inputs of the group, then taps.
    private static func product(_ input: Flow, _ weights: SafeTensors.Tensor?, _ groups: Int) -> Flow {
        guard let weights, weights.shape.count >= 2 else { return Flow(0, 0) }
        let (outputs, inputs) = (weights.shape[0], weights.shape[1])
        let taps = weights.shape.dropFirst(2).reduce(1, *)
        var result = Flow(outputs, 0)
        for output in 0..<outputs {
            let first = output / (outputs / groups) * inputs
            for source in 0..<inputs {
                var weight = 0.0
                for tap in 0..<taps { weight += Double(abs(weights.values[(output * inputs + source) * taps + tap])) }
                result.sums[output] += weight * input.sums[first + source]
                result.weighted[output] += weight * (input.weighted[first + source] + input.sums[first + source])
            }
        }
        return result
    }
}
