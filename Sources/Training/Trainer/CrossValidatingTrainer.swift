public import Datasets

/// Trains each candidate on every fold of a cross-validation, one fold after the other. With one fold it is a `CandidateTrainer`.
public final class CrossValidatingTrainer {
    private let trainers: [CandidateTrainer]
    private let weights: [Double]

    /// Creates a trainer that has prepared nothing yet.
    ///
    /// - Parameters:
    ///   - folds: what candidates are trained and validated on, at least one.
    ///   - cache: where prepared images are kept for all processes of this machine; nil for memory alone.
    public init(folds: [TrainingData], cache: PreparedCache? = nil) {
        precondition(!folds.isEmpty)
        trainers = folds.map {
            CandidateTrainer(data: $0, cache: cache, largestMemoryBytes: CandidateTrainer.usualMemoryBytes / folds.count)
        }
        weights = folds.map { Double($0.validationCount) }
    }

    /// How many folds there are.
    public var folds: Int { trainers.count }

    /// Trains a candidate on every fold.
    ///
    /// - Parameters:
    ///   - jobs: for each fold the candidate, and how it is trained: the same, but for its files. The time limit of the first is that of
    ///     all folds together.
    ///   - progress: told each point of the folds' learning curves as it comes.
    /// - Returns: the means over the folds' results (`TrainingResult.init(meanOf:weights:)`).
    /// - Throws: why a fold has no result.
    public func train(
        _ jobs: [TrainingJob], progress: (LearningCurvePoint) -> Void = { _ in }
    ) throws(TrainingFailure) -> TrainingResult {
        precondition(jobs.count == trainers.count)
        var results: [TrainingResult] = []
        for (trainer, job) in zip(trainers, jobs) {
            var job = job
            let spent = results.reduce(0) { $0 + $1.seconds }
            job.limits.seconds = jobs[0].limits.seconds.map { max($0 - spent, .leastNonzeroMagnitude) }
            results.append(try trainer.train(job, progress: progress))
        }
        return results.count == 1 ? results[0] : TrainingResult(meanOf: results, weights: weights)
    }
}
