public import Foundation
public import NAS
public import Support
internal import TensorCore

/// Measures trained networks on the test part of a data set: for the front, once, after the search. The trainer has no way
/// to these images.
public struct TestEvaluator: Sendable {
    private let dataset: Dataset
    private let test: TestExamples
    private let normalisation: Normalisation

    /// - Parameter split: the one the networks were trained with; their normalisation is the training part's.
    public init(_ dataset: Dataset, split: DataSplit) {
        self.dataset = dataset
        test = split.test
        normalisation = Normalisation(dataset, training: split.training)
    }

    public var count: Int { test.count }

    /// Accuracy (0 to 1) and mean cross-entropy of saved weights in inference mode.
    ///
    /// - Throws: where the file is missing, damaged, of another network or of another data set, or the data cannot serve the
    ///   network.
    public func evaluate(
        _ graph: InferredGraph, frontEnd: FrontEnd, weights: URL, batch: Int = 64
    ) throws(Diagnostic) -> (accuracy: Double, loss: Double) {
        precondition(batch > 0)
        let file = try SafeTensors(contentsOf: weights.path)
        let trained = file.metadata["data_fingerprint"]
        guard trained == nil || trained == dataset.fingerprint.description else {
            throw Diagnostic(
                "was trained on other data (\(file.metadata["data"] ?? "unknown")) than \(dataset.name) as it is now", file: weights.path)
        }
        let network = try Network(NetworkBuilder.definition(of: graph), batch: min(batch, max(test.count, 1)))
        try network.importParameters(file, fileName: weights.path)
        let examples = try PreparedExamples(dataset, indices: test.indices, input: frontEnd.input, normalisation: normalisation)
        var buffer = BatchBuffer(capacity: network.batch, shape: frontEnd.input)
        return network.evaluate(examples, buffer: &buffer)
    }
}
