import Foundation
import NetworkGraph
import Support

@testable import TensorCore

/// The engine's readable twin: every operation as its definition says (`Operation.evaluate`), one number at a time, in double precision,
/// without plan, layout, fusion or shared buffers. Gradients come from differences.
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
        layer.operation.evaluate(operands(of: layer, inputs, count: count, isTraining: isTraining))
    }

    static func value(_ function: Activation, _ x: Double) -> Double {
        let shape = Shape(height: 1, width: 1, channels: 1)
        return NetworkGraph.Operation.activation(function).evaluate(OperandValues([[x]], shapes: [shape], output: shape))[0]
    }

    private func operands(
        of layer: InferredGraph.Node, _ inputs: [[Double]], count: Int, isTraining: Bool
    ) -> OperandValues {
        let shapes = layer.inputs.map { definition.nodes[$0].shape }
        let own = layer.operation.parameters(of: shapes.first ?? layer.shape).map {
            ($0.name, parameters["\(layer.name).\($0.name)"] ?? [])
        }
        return OperandValues(
            inputs, shapes: shapes, output: layer.shape, images: count, parameters: Dictionary(uniqueKeysWithValues: own),
            isTraining: isTraining)
    }
}

extension ReferenceTwin {
    /// Central differences of sum(result * outputGradient) by the listed elements of the images.
    func imageGradient(_ images: [Double], count: Int, outputGradient: [Double], elements: [Int]) -> [Double] {
        elements.map { element in
            difference { step in
                var moved = images
                moved[element] += step
                return product(moved, count, outputGradient)
            }
        }
    }

    /// Central differences of sum(result * outputGradient) by the listed elements of a parameter.
    func gradient(of name: String, _ images: [Double], count: Int, outputGradient: [Double], elements: [Int]) -> [Double] {
        elements.map { element in
            difference { step in
                var moved = self
                moved.parameters[name]![element] += step
                return moved.product(images, count, outputGradient)
            }
        }
    }

    private func product(_ images: [Double], _ count: Int, _ outputGradient: [Double]) -> Double {
        zip(forward(images, count: count, isTraining: true), outputGradient).reduce(0) { $0 + $1.0 * $1.1 }
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
            if let function = layer.operation.activation {
                for x in values[layer.inputs[0]] { for kink in function.kinks { nearest = min(nearest, abs(x - kink)) } }
            }
            guard let window = maximumWindow(of: layer) else { continue }
            let operands = operands(of: layer, layer.inputs.map { values[$0] }, count: count, isTraining: true)
            _ = operands.pool(window) { taps in
                let real = taps.compactMap(\.self).sorted()
                // Equals are zeros of a ReLU, which have no gradient.
                if let last = real.last, let next = real.dropLast().last, next < last { nearest = min(nearest, last - next) }
                return 0
            }
        }
        return nearest
    }

    /// The window that a layer takes a maximum over.
    private func maximumWindow(of layer: InferredGraph.Node) -> SlidingWindow? {
        let shape = definition.nodes[layer.inputs[0]].shape
        if layer.operation == .globalPool(.max) { return SlidingWindow(Extent(shape.height, shape.width)) }
        if case .maxPool(let own) = layer.operation { return own.window }
        return nil
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
