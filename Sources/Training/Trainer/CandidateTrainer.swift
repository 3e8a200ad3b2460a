internal import NAS
internal import Foundation
internal import Support
internal import TensorCore

/// Trains candidates on one data set, one after the other. Keeps the images it has resized; not for two threads at once.
public final class CandidateTrainer {
    public let data: TrainingData
    private var prepared: [PreparedParts] = []

    struct PreparedParts {
        let input: Shape
        let training: PreparedExamples
        let validation: PreparedExamples

        var bytes: Int { training.images.count + validation.images.count }
    }

    /// Resized copies of the data set kept at most; a search asks for a handful of resolutions again and again.
    private static let largestCacheBytes = 512 << 20

    public init(data: TrainingData) { self.data = data }

    /// Trains a candidate from its initial weights, or from the checkpoint if it has one that is its own, to its fidelity.
    ///
    /// - Parameters:
    ///   - progress: told each point of the learning curve as it comes; points of an earlier process are not told again.
    ///   - shouldStop: asked before every step; true keeps the state and throws `interrupted`.
    /// - Throws: why there is no result. The process stays fit for the next job.
    public func train(
        _ job: TrainingJob, progress: (LearningCurvePoint) -> Void = { _ in }, shouldStop: () -> Bool = { false }
    ) throws(TrainingFailure) -> TrainingResult {
        guard job.graph.outputShape == Shape(height: 1, width: 1, channels: data.task.classes) else {
            throw TrainingFailure(
                .unsuitable, "the network's result is \(job.graph.outputShape), the data set has \(data.task.classes) classes")
        }
        guard job.graph.input == job.frontEnd.input else {
            throw TrainingFailure(.unsuitable, "the network takes \(job.graph.input), its front end gives \(job.frontEnd.input)")
        }
        try MemoryLimit(job).check(job.graph, batch: min(max(job.recipe.batch, 1), data.trainingCount))
        let parts = try parts(for: job.frontEnd.input)
        let run = try TrainingRun(job, data: data, parts: parts)
        return try run.run(progress: progress, shouldStop: shouldStop)
    }

    private func parts(for input: Shape) throws(TrainingFailure) -> PreparedParts {
        if let known = prepared.first(where: { $0.input == input }) { return known }
        let parts: PreparedParts
        do {
            parts = PreparedParts(
                input: input,
                training: try PreparedExamples(data.dataset, indices: data.training, input: input, normalisation: data.normalisation),
                validation: try PreparedExamples(data.dataset, indices: data.validation, input: input, normalisation: data.normalisation))
        } catch {
            throw TrainingFailure(.unsuitable, error.message)
        }
        if prepared.reduce(parts.bytes, { $0 + $1.bytes }) > Self.largestCacheBytes { prepared.removeAll() }
        prepared.append(parts)
        return parts
    }
}
