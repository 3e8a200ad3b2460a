import Foundation
import NetworkGraph
import Support

@testable import TensorCore

/// The engine's readable twin: every operation as its textbook says, one number at a time, in double precision, without
/// plan, layout, fusion or shared buffers. Gradients come from differences.
struct ReferenceTwin {
    let definition: InferredGraph
    /// By name, in PyTorch's order.
    var parameters: [String: [Double]]

    init(_ definition: InferredGraph, parameters file: SafeTensors) {
        self.definition = definition
        parameters = [:]
        for tensor in file.tensors { parameters[tensor.name] = tensor.values.map(Double.init) }
    }

    /// The network's result for `count` images, both channels last.
    func forward(_ images: [Double], count: Int, isTraining: Bool) -> [Double] {
        values(images, count: count, isTraining: isTraining)[definition.output]
    }

    /// The values of all layers.
    func values(_ images: [Double], count: Int, isTraining: Bool) -> [[Double]] {
        var values: [[Double]] = [images]
        for (index, layer) in definition.nodes.enumerated().dropFirst() {
            // What the result does not depend on has no parameters.
            guard definition.isNeeded[index] else {
                values.append([])
                continue
            }
            values.append(apply(layer, layer.inputs.map { values[$0] }, count: count, isTraining: isTraining))
        }
        return values
    }

    private func apply(_ layer: InferredGraph.Node, _ inputs: [[Double]], count: Int, isTraining: Bool) -> [Double] {
        let shapes = layer.inputs.map { definition.nodes[$0].shape }
        let (x, shape) = (inputs[0], shapes[0])
        switch layer.operation {
        case .input: preconditionFailure()
        case .convolution(let own):
            return convolution(layer, x, shape, count, own.outputs, own.window, own.groups)
        case .dense(let outputs, _):
            let weight = parameters["\(layer.name).weight"]!
            let bias = parameters["\(layer.name).bias"]
            return each(count, outputs) { n, o in
                (0..<shape.channels).reduce(bias?[o] ?? 0) { $0 + x[n * shape.channels + $1] * weight[o * shape.channels + $1] }
            }
        case .batchNorm:
            return batchNorm(layer, x, channels: shape.channels, Double(NetworkGraph.Operation.BatchNorm.epsilon), isTraining)
        case .activation(let function): return x.map { Self.value(function, $0) }
        case .maxPool(let own):
            return pool(x, shape, layer.shape, count, own.window) { values in values.compactMap(\.self).max()! }
        case .averagePool(let own):
            return pool(x, shape, layer.shape, count, own.window) { values in
                let real = values.compactMap(\.self)
                return real.reduce(0, +) / Double(own.countsPadding ? values.count : real.count)
            }
        case .globalPool(.average), .globalPool(.max):
            let window = SlidingWindow(kernelHeight: shape.height, kernelWidth: shape.width)
            let isMaximum = layer.operation == .globalPool(.max)
            return pool(x, shape, layer.shape, count, window) { values in
                let real = values.compactMap(\.self)
                return isMaximum ? real.max()! : real.reduce(0, +) / Double(real.count)
            }
        case .add: return inputs.dropFirst().reduce(x) { sum, other in zip(sum, other).map { $0 + $1 } }
        case .multiply:
            let channels = layer.shape.channels
            return each(count * layer.shape.positions, channels) { position, c in
                let example = position / layer.shape.positions
                return zip(inputs, shapes).reduce(1) { product, operand in
                    let index = operand.1.isVector ? example : position
                    return product * operand.0[index * channels + c]
                }
            }
        case .concatenate:
            return (0..<count * layer.shape.positions).flatMap { position in
                zip(inputs, shapes).flatMap { value, shape in
                    Array(value[position * shape.channels..<(position + 1) * shape.channels])
                }
            }
        case .channelShuffle(let groups):
            let size = shape.channels / groups
            return each(x.count / shape.channels, shape.channels) { position, c in
                x[position * shape.channels + c % groups * size + c / groups]
            }
        case .dropout: return x
        case .flatten:
            return each(count, shape.elements) { n, index in
                x[n * shape.elements + index % shape.positions * shape.channels + index / shape.positions]
            }
        case .zero: return [Double](repeating: 0, count: count * shape.elements)
        case .softmax:
            return (0..<x.count / shape.channels).flatMap { row in
                let values = x[row * shape.channels..<(row + 1) * shape.channels].map { exp($0) }
                let sum = values.reduce(0, +)
                return values.map { $0 / sum }
            }
        }
    }

    private func each(_ rows: Int, _ columns: Int, _ value: (Int, Int) -> Double) -> [Double] {
        (0..<rows).flatMap { row in (0..<columns).map { value(row, $0) } }
    }

    /// Places of a window in the input, nil where it hangs over the edge.
    private func places(_ window: SlidingWindow, _ shape: Shape, row: Int, column: Int) -> [Int?] {
        (0..<window.kernelHeight).flatMap { ky in
            (0..<window.kernelWidth).map { kx in
                let y = row * window.strideHeight - window.paddingTop + ky * window.dilationHeight
                let x = column * window.strideWidth - window.paddingLeft + kx * window.dilationWidth
                return y < 0 || y >= shape.height || x < 0 || x >= shape.width ? nil : y * shape.width + x
            }
        }
    }

    private func pool(
        _ x: [Double], _ shape: Shape, _ output: Shape, _ count: Int, _ window: SlidingWindow, _ reduce: ([Double?]) -> Double
    ) -> [Double] {
        each(count * output.positions, output.channels) { position, c in
            let (n, place) = position.quotientAndRemainder(dividingBy: output.positions)
            let taps = places(window, shape, row: place / output.width, column: place % output.width)
            return reduce(taps.map { $0.map { x[(n * shape.positions + $0) * shape.channels + c] } })
        }
    }

    private func convolution(
        _ layer: InferredGraph.Node, _ x: [Double], _ shape: Shape, _ count: Int, _ outputs: Int, _ window: SlidingWindow,
        _ groups: Int
    ) -> [Double] {
        let weight = parameters["\(layer.name).weight"]!
        let bias = parameters["\(layer.name).bias"]
        let (perGroup, outputsPerGroup) = (shape.channels / groups, outputs / groups)
        return each(count * layer.shape.positions, outputs) { position, o in
            let (n, place) = position.quotientAndRemainder(dividingBy: layer.shape.positions)
            let first = o / outputsPerGroup * perGroup
            var sum = bias?[o] ?? 0
            for (tap, source) in places(window, shape, row: place / layer.shape.width, column: place % layer.shape.width).enumerated() {
                guard let source else { continue }
                for i in 0..<perGroup {
                    sum +=
                        x[(n * shape.positions + source) * shape.channels + first + i]
                        * weight[(o * perGroup + i) * window.taps + tap]
                }
            }
            return sum
        }
    }

    private func batchNorm(
        _ layer: InferredGraph.Node, _ x: [Double], channels: Int, _ epsilon: Double, _ isTraining: Bool
    ) -> [Double] {
        var result = x
        for c in 0..<channels {
            let places = stride(from: c, to: x.count, by: channels)
            let values = places.map { x[$0] }
            var mean = values.reduce(0, +) / Double(values.count)
            var variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
            if !isTraining {
                mean = parameters["\(layer.name).running_mean"]![c]
                variance = parameters["\(layer.name).running_var"]![c]
            }
            let (scale, shift) = (parameters["\(layer.name).weight"]![c], parameters["\(layer.name).bias"]![c])
            for place in places { result[place] = (x[place] - mean) / (variance + epsilon).squareRoot() * scale + shift }
        }
        return result
    }

    static func value(_ function: Activation, _ x: Double) -> Double {
        switch function {
        case .relu: max(x, 0)
        case .relu6: min(max(x, 0), 6)
        case .hardSigmoid: min(max(x / 6 + 0.5, 0), 1)
        case .hardSwish: x * min(max(x / 6 + 0.5, 0), 1)
        case .sigmoid: 1 / (1 + exp(-x))
        case .tanh: Foundation.tanh(x)
        case .gelu: x * 0.5 * erfc(-x / 2.0.squareRoot())
        }
    }
}

extension ReferenceTwin {
    /// Central differences of sum(result * slope) by the listed elements of the images.
    func imageGradient(_ images: [Double], count: Int, slope: [Double], elements: [Int]) -> [Double] {
        elements.map { element in
            difference { step in
                var moved = images
                moved[element] += step
                return product(moved, count, slope)
            }
        }
    }

    /// Central differences of sum(result * slope) by the listed elements of a parameter.
    func gradient(of name: String, _ images: [Double], count: Int, slope: [Double], elements: [Int]) -> [Double] {
        elements.map { element in
            difference { step in
                var moved = self
                moved.parameters[name]![element] += step
                return moved.product(images, count, slope)
            }
        }
    }

    private func product(_ images: [Double], _ count: Int, _ slope: [Double]) -> Double {
        zip(forward(images, count: count, isTraining: true), slope).reduce(0) { $0 + $1.0 * $1.1 }
    }

    private func difference(_ function: (Double) -> Double) -> Double {
        // Small, so that few steps cross a kink.
        let step = 1e-6
        return (function(step) - function(-step)) / (2 * step)
    }
}

extension ReferenceTwin {
    /// How near the images bring any activation to a kink, or two candidates for a maximum to each other: where that is less
    /// than what a difference moves, the difference is not the gradient. 1 where it is far.
    func distanceToKink(_ images: [Double], count: Int) -> Double {
        let values = values(images, count: count, isTraining: true)
        var nearest = 1.0
        for (index, layer) in definition.nodes.enumerated()
        where index > 0 && definition.isNeeded[index] && !values[layer.inputs.first ?? 0].isEmpty {
            switch layer.operation {
            case .activation(let function):
                for x in values[layer.inputs[0]] { for kink in function.kinks { nearest = min(nearest, abs(x - kink)) } }
            case .maxPool, .globalPool(.max):
                let shape = definition.nodes[layer.inputs[0]].shape
                var window = SlidingWindow(kernelHeight: shape.height, kernelWidth: shape.width)
                if case .maxPool(let own) = layer.operation { window = own.window }
                _ = pool(values[layer.inputs[0]], shape, layer.shape, count, window) { taps in
                    let real = taps.compactMap(\.self).sorted()
                    // Equals are zeros of a ReLU, which have no gradient.
                    if let last = real.last, let next = real.dropLast().last, next < last { nearest = min(nearest, last - next) }
                    return 0
                }
            default: break
            }
        }
        return nearest
    }
}

extension Activation {
    fileprivate var kinks: [Double] {
        switch self {
        case .relu: [0]
        case .relu6: [0, 6]
        case .hardSigmoid, .hardSwish: [-3, 3]
        case .sigmoid, .tanh, .gelu: []
        }
    }
}
