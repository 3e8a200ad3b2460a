internal import Foundation
internal import NetworkGraph
public import Support

extension Network {
    /// Draws new weights in the order of the layers, tensor by tensor in PyTorch's order of elements: convolutions Kaiming
    /// normal with fan-out (outputs of a group x kernel positions, gain of ReLU; He et al. 2015), dense weights and biases
    /// uniform in +-1/sqrt(inputs) as PyTorch's `Linear`, convolution biases 0, batch norm 1 and 0. Running statistics,
    /// moments and the step counter start anew.
    public func initialise(using random: inout RandomStream) {
        for entry in plan.table.parameters {
            var values = [Float](repeating: 0, count: entry.count)
            switch entry.initialisation {
            case .zeros: break
            case .ones: for index in values.indices { values[index] = 1 }
            case .uniform(let bound): for index in values.indices { values[index] = (2 * random.nextFloat() - 1) * bound }
            case .normal(let deviation): for index in values.indices { values[index] = Self.normal(&random) * deviation }
            }
            entry.layout.importing(values, into: plan.parameters + entry.offset)
        }
        for entry in plan.table.statistics {
            let value: Float = if case .ones = entry.initialisation { 1 } else { 0 }
            (plan.statistics + entry.offset).update(repeating: value, count: entry.count)
        }
        for moment in plan.moments { moment.update(repeating: 0, count: plan.table.parameterCount) }
        step = 0
        parametersVersion += 1
        resetAverages()
    }

    /// Standard normal by Box and Muller (1958), in double precision; one of the pair is used, so that a draw is a pure
    /// function of its place in the stream.
    private static func normal(_ random: inout RandomStream) -> Float {
        let radius = (-2 * log(1 - random.nextDouble())).squareRoot()
        return Float(radius * cos(2 * Double.pi * random.nextDouble()))
    }
}
