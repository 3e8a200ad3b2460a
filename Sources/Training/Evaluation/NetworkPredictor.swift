public import Datasets
public import NetworkGraph
public import Support
public import TensorCore

/// A trained network that is given examples: inference mode, a batch at a time. Not for two threads at once.
public final class NetworkPredictor {
    private let network: Network
    private let frontEnd: FrontEnd
    private let normalisation: Normalisation

    /// Prepares a network for inference.
    ///
    /// - Parameters:
    ///   - weights: all of the network's, and none else.
    ///   - normalisation: of the examples that the network was trained on.
    ///   - fileName: of the weights, for messages.
    /// - Throws: a diagnostic where the weights are another network's, or memory does not suffice.
    public init(
        _ graph: InferredGraph, weights: SafeTensors, frontEnd: FrontEnd, normalisation: Normalisation, fileName: String? = nil,
        batch: Int = 64
    ) throws(Diagnostic) {
        network = try Network(graph, batch: batch)
        try network.importParameters(weights, fileName: fileName)
        self.frontEnd = frontEnd
        self.normalisation = normalisation
    }

    /// Returns the probabilities of all classes for some of a data set's examples.
    ///
    /// - Throws: a diagnostic where its examples are not what the network takes.
    public func predictions(of dataset: Dataset, _ indices: [Int]) throws(Diagnostic) -> Predictions {
        let examples = try examples(of: dataset, indices)
        var labels: [Int32] = []
        var logits: [Float] = []
        logits.reserveCapacity(examples.count * network.outputCount)
        for first in stride(from: 0, to: examples.count, by: network.batch) {
            let positions = first..<min(first + network.batch, examples.count)
            network.withInput(count: positions.count) { examples.gather(positions, into: &$0, labels: &labels) }
            logits += network.forward(count: positions.count)
        }
        return Predictions(logits: logits, classes: network.outputCount)
    }

    /// Returns how well the network does on some of a data set's examples, whose classes are the network's, in this order.
    ///
    /// - Parameter indices: at least one.
    /// - Throws: a diagnostic where its examples are not what the network takes.
    public func report(on dataset: Dataset, _ indices: [Int]) throws(Diagnostic) -> ClassificationReport {
        let examples = try examples(of: dataset, indices)
        var labels: [Int32] = []
        var logits: [Float] = []
        logits.reserveCapacity(examples.count * network.outputCount)
        // As a search measures it, so that figures agree to the last digit.
        let score = network.evaluate(examples, labels: &labels) { logits += network.results(count: $0) }
        return ClassificationReport(
            score, Predictions(logits: logits, classes: network.outputCount), labels: examples.labels, classNames: dataset.classNames)
    }

    private func examples(of dataset: Dataset, _ indices: [Int]) throws(Diagnostic) -> PreparedExamples {
        guard dataset.shape.channels == normalisation.mean.count else {
            throw Diagnostic(
                "examples have \(Plural.count(dataset.shape.channels, "channel")), those that the network was trained on have "
                    + "\(normalisation.mean.count)", file: dataset.origin.folder)
        }
        return try PreparedExamples(
            ExamplePreparation(DatasetSource(dataset), indices: indices, frontEnd: frontEnd, normalisation: normalisation),
            normalisation: normalisation, cache: nil)
    }
}
