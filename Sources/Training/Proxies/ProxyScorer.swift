internal import Foundation
public import NAS
public import Support
internal import TensorCore

/// Scores networks without training them, from one batch of training images and initial weights that are the same for all. Not for two
/// threads at once.
public final class ProxyScorer {
    private let data: TrainingData
    private let batch: Int
    private let seed: UInt64
    /// The batch, by the networks' input.
    private var batches: [Shape: PreparedExamples] = [:]

    /// - Parameters:
    ///   - batch: images; fewer where there are not as many.
    ///   - seed: of the weights and of which images.
    public init(_ data: TrainingData, batch: Int = 32, seed: UInt64 = 0) {
        precondition(batch > 1)
        self.data = data
        self.batch = min(batch, data.trainingCount)
        self.seed = seed
    }

    /// - Throws: a diagnostic where the network does not fit into memory, or the data cannot serve it.
    public func score(_ graph: InferredGraph, frontEnd: FrontEnd) throws(Diagnostic) -> ProxyScores {
        let examples = try examples(for: frontEnd.input)
        // Running statistics become those of the batch.
        let definition = NetworkBuilder.definition(of: graph, normMomentum: 1)
        let network = try Network(definition, batch: batch, settings: TrainingSettings(keepsGradients: true), seed: seed)
        var labels: [Int32] = []
        network.withInput(count: batch) { examples.gather(0..<batch, into: &$0, labels: &labels) }
        // Without a learning rate the weights stay.
        network.trainStep(labels: labels, learningRate: 0)
        let gradients = network.exportGradients()
        let weights = network.exportParameters()
        var (norms, products) = (0.0, 0.0)
        for gradient in gradients.tensors where gradient.shape.count > 1 {
            guard let weight = weights[gradient.name] else { continue }
            var squares = 0.0
            for (slope, value) in zip(gradient.values, weight.values) {
                squares += Double(slope) * Double(slope)
                products += abs(Double(slope) * Double(value))
            }
            norms += squares.squareRoot()
        }
        return ProxyScores(
            gradientNorm: norms, snip: products, logSynflow: SynapticFlow(definition, weights: weights).log10,
            naswot: try activity(definition, weights, examples))
    }

    private func examples(for input: Shape) throws(Diagnostic) -> PreparedExamples {
        if let known = batches[input] { return known }
        var random = RandomStream(seed: seed, purpose: .listing)
        let indices = random.draw(batch, from: data.training)
        let examples = try PreparedExamples(
            ExamplePreparation(data.source, indices: indices, input: input), normalisation: data.normalisation, cache: nil)
        batches[input] = examples
        return examples
    }

    /// For each two images, on how many units they agree; the determinant of that.
    private func activity(
        _ definition: NetworkDefinition, _ weights: SafeTensors, _ examples: PreparedExamples
    ) throws(Diagnostic) -> Double? {
        var agreeing = [Double](repeating: 0, count: batch * batch)
        var units = 0
        for (index, layer) in definition.layers.enumerated() {
            guard case .activation(let function) = layer.kind, function.isSwitch else { continue }
            let active = try self.active(definition, at: index, weights, examples)
            let width = active.count / batch
            units += width
            for first in 0..<batch {
                for second in 0...first {
                    var count = 0
                    for unit in 0..<width where active[first * width + unit] == active[second * width + unit] { count += 1 }
                    agreeing[first * batch + second] += Double(count)
                }
            }
        }
        guard units > 0 else { return nil }
        // Images that no unit tells apart make it singular: a small number on the diagonal keeps their order.
        for place in 0..<batch { agreeing[place * batch + place] += 1e-3 * Double(units) }
        return SymmetricSystem(agreeing, size: batch)?.logDeterminant
    }

    /// Of each image, which units of a layer are above zero.
    private func active(
        _ definition: NetworkDefinition, at layer: Int, _ weights: SafeTensors, _ examples: PreparedExamples
    ) throws(Diagnostic) -> [Bool] {
        var part = definition
        part.output = layer
        let network = try Network(part, batch: batch)
        // Layers behind have no parameters here.
        var own = SafeTensors()
        for tensor in network.exportParameters().tensors {
            if let known = weights[tensor.name] { own.append(known) }
        }
        try network.importParameters(own)
        var images = [Float](repeating: 0, count: batch * definition.inputShape.elements)
        var labels: [Int32] = []
        var span = images.mutableSpan
        examples.gather(0..<batch, into: &span, labels: &labels)
        return network.forward(images: images, count: batch).map { $0 > 0 }
    }
}

extension ActivationFunction {
    /// Whether a unit is on or off.
    fileprivate var isSwitch: Bool {
        switch self {
        case .relu, .relu6, .hardSwish, .gelu: true
        case .hardSigmoid, .sigmoid, .tanh: false
        }
    }
}
