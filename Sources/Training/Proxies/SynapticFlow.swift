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

        static func + (left: Flow, right: Flow) -> Flow {
            var result = left
            for channel in left.sums.indices {
                result.sums[channel] += right.sums[channel]
                result.weighted[channel] += right.weighted[channel]
            }
            return result
        }
    }

    let log10: Double

    /// - Parameter weights: by the nodes' names (`parameterNames`).
    init(_ graph: InferredGraph, weights: SafeTensors) {
        var flows: [Flow] = []
        let names = graph.parameterNames
        for (index, layer) in graph.nodes.enumerated() {
            let operands = layer.inputs.map { flows[$0] }
            let channels = layer.shape.channels
            switch layer.operation.channelFlow {
            case .input: flows.append(Flow(channels, 1))
            case .nothing: flows.append(Flow(channels, 0))
            case .product(let groups): flows.append(Self.product(operands[0], weights[names[index] + ".weight"], groups))
            case .sum: flows.append(operands.dropFirst().reduce(operands[0], +))
            case .joined:
                var joined = Flow(0, 0)
                for operand in operands {
                    joined.sums += operand.sums
                    joined.weighted += operand.weighted
                }
                flows.append(joined)
            case .shuffled(let groups):
                var shuffled = operands[0]
                for channel in 0..<channels {
                    let target = channel % (channels / groups) * groups + channel / (channels / groups)
                    shuffled.sums[target] = operands[0].sums[channel]
                    shuffled.weighted[target] = operands[0].weighted[channel]
                }
                flows.append(shuffled)
            case .spread:
                let shape = graph.nodes[layer.inputs[0]].shape
                var spread = Flow(0, 0)
                for channel in 0..<shape.channels {
                    spread.sums += [Double](repeating: operands[0].sums[channel], count: shape.height * shape.width)
                    spread.weighted += [Double](repeating: operands[0].weighted[channel], count: shape.height * shape.width)
                }
                flows.append(spread)
            // A gate lets all through: what it is the product with is the first.
            case .kept: flows.append(operands[0])
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
