internal import NAS
internal import TensorCore

/// Where a training's steps lie in its epochs, and the learning rate of each.
struct Schedule {
    let batch: Int
    let stepsPerEpoch: Int
    let totalSteps: Int
    let rates: LearningRateSchedule

    /// An epoch visits whole batches only: what is left over of its order is skipped (the next epoch's order leaves out
    /// others), for the batch statistics of a handful of images would do harm.
    init(_ job: TrainingJob, trainingCount: Int) throws(TrainingFailure) {
        let recipe = job.recipe
        guard recipe.batch > 0 else { throw TrainingFailure(.unsuitable, "the batch must hold at least 1 image, got \(recipe.batch)") }
        batch = min(recipe.batch, trainingCount)
        stepsPerEpoch = trainingCount / batch
        let horizon = job.horizon ?? job.fidelity
        guard let steps = Self.steps(of: job.fidelity, stepsPerEpoch), let planned = Self.steps(of: horizon, stepsPerEpoch),
            steps <= planned
        else { throw TrainingFailure(.unsuitable, "training for \(job.fidelity) of \(horizon) is not possible") }
        totalSteps = steps
        let total = Double(planned)
        let decay: LearningRateSchedule.Decay =
            switch recipe.schedule {
            case .constant: .constant
            case .cosine: .cosine
            case .step: .step(at: recipe.stepAt.map { Self.step($0, of: total) }, factor: recipe.stepFactor)
            case .linear: .linear
            }
        rates = LearningRateSchedule(
            base: recipe.learningRate, decay: decay, warmupSteps: Self.step(recipe.warmup, of: total), totalSteps: planned)
    }

    /// Nil for none, or too many.
    private static func steps(of fidelity: Fidelity, _ stepsPerEpoch: Int) -> Int? {
        let (steps, overflow) =
            switch fidelity {
            case .epochs(let count): count.multipliedReportingOverflow(by: stepsPerEpoch)
            case .steps(let count): (count, false)
            }
        return !overflow && steps > 0 && steps / stepsPerEpoch < 1 << 24 ? steps : nil
    }

    /// The step after which a fidelity ends.
    func steps(of fidelity: Fidelity) -> Int { Self.steps(of: fidelity, stepsPerEpoch) ?? .max }

    private static func step(_ share: Double, of total: Double) -> Int {
        let step = (share * total).rounded()
        return step >= 0 ? Int(min(step, total)) : 0
    }
}
