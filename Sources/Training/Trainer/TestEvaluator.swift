public import Datasets
public import Foundation
public import NetworkGraph
public import Support
internal import TensorCore

/// Measures trained networks on the test part of a data set: for the front, once, after the search. The trainer has no way
/// to these images.
public struct TestEvaluator: Sendable {
    private let source: DatasetSource
    private let test: TestExamples
    private let normalisation: Normalisation
    private let cache: PreparedCache?

    /// Creates an evaluator for a data set's test part.
    ///
    /// - Parameters:
    ///   - dataset: the data set with its test part.
    ///   - split: the one the networks were trained with; their normalisation is the training part's.
    public init(_ dataset: Dataset, split: DataSplit) {
        self.init(TrainingData(dataset, split: split), test: split.test)
    }

    /// Creates an evaluator that shares its images with what networks were trained on.
    ///
    /// - Parameters:
    ///   - data: what the networks were trained with. The images are shared with it.
    ///   - test: the same split's.
    ///   - cache: where prepared images are kept for all processes of this machine; nil for memory alone.
    public init(_ data: TrainingData, test: TestExamples, cache: PreparedCache? = nil) {
        source = data.source
        normalisation = data.normalisation
        self.test = test
        self.cache = cache
    }

    /// How many test images there are.
    public var count: Int { test.count }

    /// Returns how well saved weights do on the test images, in inference mode.
    ///
    /// - Throws: where the file is missing, damaged, of another network or of another data set, or the data cannot serve the network.
    public func evaluate(
        _ graph: InferredGraph, frontEnd: FrontEnd, weights: URL, batch: Int = 64
    ) throws(Diagnostic) -> NetworkScore {
        precondition(batch > 0)
        let file = try SafeTensors(contentsOf: weights.path)
        let trained = file.metadata["data_fingerprint"]
        guard trained == nil || trained == source.fingerprint.description else {
            throw Diagnostic(
                "was trained on other data (\(file.metadata["data"] ?? "unknown")) than \(source.name) as it is now", file: weights.path)
        }
        let network = try Network(graph, batch: min(batch, max(test.count, 1)))
        try network.importParameters(file, fileName: weights.path)
        let examples = try PreparedExamples(
            ExamplePreparation(source, indices: test.indices, frontEnd: frontEnd, normalisation: normalisation),
            normalisation: normalisation, cache: cache)
        if examples.isMapped { source.letGo() }
        var labels: [Int32] = []
        return network.evaluate(examples, labels: &labels)
    }
}
