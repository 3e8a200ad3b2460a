internal import Datasets
internal import Foundation
internal import NAS
package import Search
internal import Support
internal import Training

/// Joins Training to Search: does a search's jobs by training for real. Lives in a worker process.
package final class TrainingEvaluator: Evaluator {
    private let space: TaskSpace
    private let trainer: CrossValidatingTrainer
    private let tester: TestEvaluator

    /// - Throws: where the data set is gone or is not the run's.
    package init(_ context: RunContext) throws {
        let run = try LoadedRun(context)
        space = run.space
        let splits = context.trainsOnValidation ? run.splits.map(\.joiningValidation) : run.splits
        let data = TrainingData.folds(
            run.dataset, splits: splits,
            reload: { try Dataset.load(context.data, options: context.dataOptions, loading: .standard) })
        let cache = PreparedCache.standard()
        trainer = CrossValidatingTrainer(folds: data, cache: cache)
        // The weights that are kept are those of the first fold.
        tester = TestEvaluator(data[0], test: run.split.test, cache: cache)
    }

    package func evaluate(_ job: Job, progress: (CurvePoint) -> Void) -> Outcome {
        let started = ContinuousClock.now
        do throws(Diagnostic) {
            let candidate = try space.candidate(choices: job.choices)
            switch job.kind {
            case .train: return train(candidate, job, progress)
            case .test:
                guard let weights = job.weightsFile else { return .failed(Failure(.error, "a test job without weights")) }
                let score = try tester.evaluate(
                    candidate.graph, frontEnd: candidate.frontEnd, weights: URL(fileURLWithPath: weights))
                let seconds = (ContinuousClock.now - started) / .seconds(1)
                var measurement = Search.Measurement(testAccuracy: score.accuracy, testLoss: score.loss, seconds: seconds)
                measurement.testBalancedAccuracy = score.balancedAccuracy
                return .measured(measurement)
            }
        } catch {
            return .failed(Failure(.error, error.description))
        }
    }

    private func train(_ candidate: Candidate, _ job: Job, _ progress: (CurvePoint) -> Void) -> Outcome {
        let trainings = (0..<trainer.folds).map { training(of: candidate, job.ofFold($0)) }
        do throws(TrainingFailure) {
            let result = try trainer.train(trainings, progress: { progress(CurvePoint($0)) })
            var measurement = Search.Measurement(
                accuracy: result.accuracy, loss: result.loss, curve: result.curve.map { CurvePoint($0) }, seconds: result.seconds,
                wroteWeights: job.weightsFile != nil)
            measurement.balancedAccuracy = result.balancedAccuracy
            measurement.bestEpoch = result.bestEpoch
            (measurement.macroF1, measurement.areaUnderROC) = (result.macroF1, result.areaUnderROC)
            return .measured(measurement)
        } catch {
            return .failed(Failure(error.searchReason, error.message))
        }
    }

    private func training(of candidate: Candidate, _ job: Job) -> TrainingJob {
        // The trial's number is left out of the streams: a candidate trains to the same bits wherever in a search it comes,
        // and all candidates see the same order of the data, which takes noise out of their comparison.
        var training = TrainingJob(candidate: candidate, fidelity: job.fidelity, seed: job.seed, replicate: job.replicate)
        training.horizon = job.horizon
        training.milestones = job.milestones
        training.inheritedFile = job.inheritedFile.map { URL(fileURLWithPath: $0) }
        training.startFile = job.startFile.map { URL(fileURLWithPath: $0) }
        training.stateFile = job.stateFile.map { URL(fileURLWithPath: $0) }
        training.limits.seconds = job.timeLimitSeconds
        training.patience = job.patience
        training.weightsFile = job.weightsFile.map { URL(fileURLWithPath: $0) }
        training.checkpoint = job.checkpointFile.map { CheckpointPlan(file: URL(fileURLWithPath: $0)) }
        if let seconds = job.checkpointSeconds { training.checkpoint?.everySeconds = seconds }
        return training
    }
}

extension CurvePoint {
    fileprivate init(_ point: LearningCurvePoint) {
        self.init(
            step: point.step, epoch: Double(point.epoch), trainingLoss: point.trainingLoss, validationLoss: point.validationLoss,
            validationAccuracy: point.validationAccuracy, validationBalancedAccuracy: point.validationBalancedAccuracy,
            seconds: point.seconds)
    }
}

extension TrainingFailure {
    fileprivate var searchReason: Failure.Reason {
        switch reason {
        case .diverged: .notANumber
        case .outOfMemory: .outOfMemory
        case .timeLimit: .timeLimit
        case .output, .data: .storage
        case .interrupted, .unsuitable: .error
        }
    }
}
