internal import Datasets
internal import Foundation
public import NetworkGraph
public import Support
internal import TensorCore

/// Scores networks without training them, from one batch of training images and initial weights that are the same for all. Not for two
/// threads at once.
public final class ProxyScorer {
    /// How many images a network is shown.
    public let batch: Int
    /// Those images alone.
    private let source: DatasetSource
    private let normalisation: Normalisation
    private let seed: UInt64
    /// The batch, by the networks' input.
    private var batches: [FrontEnd: PreparedExamples] = [:]

    /// Draws a batch of training images that all networks are shown.
    ///
    /// - Parameters:
    ///   - data: not kept, but for the batch.
    ///   - batch: images; fewer where there are not as many.
    ///   - seed: of the weights and of which images.
    /// - Throws: a diagnostic where the data set can no longer be read.
    public init(_ data: TrainingData, batch: Int = 32, seed: UInt64 = 0) throws(Diagnostic) {
        precondition(batch > 1)
        self.batch = min(batch, data.trainingCount)
        self.seed = seed
        var random = RandomStream(seed: seed, purpose: .listing)
        source = DatasetSource(try data.source.dataset().subset(random.draw(self.batch, from: data.training)))
        normalisation = data.normalisation
    }

    /// Returns all scores of a network. The same network always gets the same.
    ///
    /// - Throws: a diagnostic where the network does not fit into memory, or the data cannot serve it.
    public func score(_ graph: InferredGraph, frontEnd: FrontEnd) throws(Diagnostic) -> ProxyScores {
        let examples = try examples(for: frontEnd)
        let network = try network(graph)
        let activity = activity(network, examples)
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
            gradientNorm: norms, snip: products, logSynflow: SynapticFlow(network.graph, weights: weights).log10,
            naswot: activity)
    }

    /// Returns the `naswot` of `score` alone, in a fourth of the time.
    ///
    /// - Throws: as `score` does.
    public func naswot(_ graph: InferredGraph, frontEnd: FrontEnd) throws(Diagnostic) -> Double? {
        activity(try network(graph), try examples(for: frontEnd))
    }

    private func network(_ graph: InferredGraph) throws(Diagnostic) -> Network {
        try Network(
            graph, batch: batch, settings: TrainingSettings(keepsGradients: true), seed: seed)
    }

    private func examples(for frontEnd: FrontEnd) throws(Diagnostic) -> PreparedExamples {
        if let known = batches[frontEnd] { return known }
        let examples = try PreparedExamples(
            ExamplePreparation(source, indices: Array(0..<batch), frontEnd: frontEnd, normalisation: normalisation),
            normalisation: normalisation, cache: nil)
        batches[frontEnd] = examples
        return examples
    }

    /// For each two images, on how many units they agree; the determinant of that.
    private func activity(_ network: Network, _ examples: PreparedExamples) -> Double? {
        let switches = network.graph.nodes.indices.filter { network.graph.nodes[$0].operation.activation?.isSwitch == true }
        guard !switches.isEmpty else { return nil }
        var labels: [Int32] = []
        network.withInput(count: batch) { examples.gather(0..<batch, into: &$0, labels: &labels) }
        var codes = [ActivationCode](repeating: ActivationCode(), count: batch)
        network.observe(switches, count: batch) { _, image, values in codes[image].append(values) }
        var agreeing = [Double](repeating: 0, count: batch * batch)
        for first in 0..<batch {
            for second in 0...first { agreeing[first * batch + second] = Double(codes[first].agreement(with: codes[second])) }
            // Images that no unit tells apart make it singular: a small number on the diagonal keeps their order.
            agreeing[first * batch + first] += 1e-3 * Double(codes[first].units)
        }
        return SymmetricSystem(agreeing, size: batch)?.logDeterminant
    }
}

extension Activation {
    /// Whether a unit is on or off.
    fileprivate var isSwitch: Bool {
        switch self {
        case .relu, .relu6, .hardSwish, .gelu: true
        case .hardSigmoid, .sigmoid, .tanh: false
        }
    }
}
