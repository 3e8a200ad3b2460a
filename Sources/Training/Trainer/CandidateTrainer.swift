public import Datasets
internal import Foundation
internal import NAS
internal import NetworkGraph
internal import Support
internal import TensorCore

/// Trains candidates on one data set, one after the other. Keeps the images it has resized; not for two threads at once.
public final class CandidateTrainer {
    /// What candidates are trained and validated on.
    public let data: TrainingData
    private let cache: PreparedCache?
    private var prepared: [PreparedParts] = []

    struct PreparedParts {
        let frontEnd: FrontEnd
        let training: PreparedExamples
        let validation: PreparedExamples

        var memoryBytes: Int { training.memoryBytes + validation.memoryBytes }
    }

    private let largestMemoryBytes: Int

    /// Resized copies of the data set kept in memory at most; a search asks for a handful of resolutions again and again.
    static let usualMemoryBytes = 512 << 20

    /// Creates a trainer that has prepared nothing yet.
    ///
    /// - Parameters:
    ///   - data: what candidates are trained and validated on.
    ///   - cache: where prepared images are kept for all processes of this machine; nil for memory alone.
    public convenience init(data: TrainingData, cache: PreparedCache? = nil) {
        self.init(data: data, cache: cache, largestMemoryBytes: Self.usualMemoryBytes)
    }

    init(data: TrainingData, cache: PreparedCache?, largestMemoryBytes: Int) {
        self.data = data
        self.cache = cache
        self.largestMemoryBytes = largestMemoryBytes
    }

    /// Trains a candidate from its initial weights, or from the checkpoint if it has one that is its own, to its fidelity.
    ///
    /// - Parameters:
    ///   - job: the candidate, and how it is trained.
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
        let parts = try parts(for: job.frontEnd)
        let run = try TrainingRun(job, data: data, parts: parts)
        return try run.run(progress: progress, shouldStop: shouldStop)
    }

    private func parts(for frontEnd: FrontEnd) throws(TrainingFailure) -> PreparedParts {
        if let known = prepared.first(where: { $0.frontEnd == frontEnd }) { return known }
        let parts: PreparedParts
        do {
            parts = try prepare(frontEnd)
        } catch let problem as TrainingFailure {
            throw problem
        } catch {
            throw TrainingFailure(.data, "\(error)")
        }
        if prepared.reduce(parts.memoryBytes, { $0 + $1.memoryBytes }) > largestMemoryBytes { prepared.removeAll() }
        prepared.append(parts)
        if parts.training.isMapped && parts.validation.isMapped { data.source.letGo() }
        return parts
    }

    private func prepare(_ frontEnd: FrontEnd) throws -> PreparedParts {
        func preparation(_ indices: [Int]) throws(TrainingFailure) -> ExamplePreparation {
            do {
                return try ExamplePreparation(data.source, indices: indices, frontEnd: frontEnd, normalisation: data.normalisation)
            } catch {
                throw TrainingFailure(.unsuitable, error.message)
            }
        }
        return PreparedParts(
            frontEnd: frontEnd,
            training: try PreparedExamples(preparation(data.training), normalisation: data.normalisation, cache: cache),
            validation: try PreparedExamples(preparation(data.validation), normalisation: data.normalisation, cache: cache))
    }
}
