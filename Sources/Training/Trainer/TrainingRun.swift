internal import Datasets
internal import Foundation
internal import NetworkGraph
internal import Support
internal import TensorCore

/// One training under way.
final class TrainingRun {
    private let job: TrainingJob
    private let data: TrainingData
    private let parts: CandidateTrainer.PreparedParts
    private let schedule: Schedule
    private let augmentation: AugmentationSettings
    private let network: Network
    private let checkpoint: Checkpoint?
    /// The hash that the states it keeps are bound to.
    private let binding: StableHash
    /// Steps after which it is measured, besides those of its epochs.
    private let milestones: Set<Int>
    private var progress: TrainingProgress
    private let resumedAtStep: Int?
    /// The best epoch by the validation images, where those decide.
    private let best: BestEpoch?
    /// The labels of the batch under way.
    private var labels: [Int32] = []
    private var epochPlan: (epoch: Int, plan: EpochPlan)?
    private let clock = ContinuousClock()
    private let start: ContinuousClock.Instant
    private let secondsBefore: Double

    init(_ job: TrainingJob, data: TrainingData, parts: CandidateTrainer.PreparedParts) throws(TrainingFailure) {
        self.job = job
        self.data = data
        self.parts = parts
        start = clock.now
        let schedule = try Schedule(job, trainingCount: parts.training.count)
        self.schedule = schedule
        augmentation = AugmentationSettings(job.recipe, shape: job.frontEnd.input)
        network = try Self.network(job, batch: schedule.batch)
        labels.reserveCapacity(schedule.batch)
        let inherited = try Self.inherited(job)
        let binding = Checkpoint.binding(job, data, inherited: inherited)
        self.binding = binding
        checkpoint = job.checkpoint.map { Checkpoint(file: $0.file, binding: binding) }
        let best = try job.patience.map { patience throws(TrainingFailure) in
            try BestEpoch(patience: patience, file: job.weightsFile, binding: binding)
        }
        self.best = best
        milestones = Set(job.milestones.map { schedule.steps(of: $0) })
        let start = job.startFile.map { Checkpoint(file: $0, binding: binding) }
        var restored = checkpoint?.restore(network, upToStep: schedule.totalSteps) { best?.hasWeights(after: $0) ?? true }
        if restored == nil, var begun = start?.restore(network, upToStep: schedule.totalSteps) {
            // The shorter training has had its own.
            begun.seconds = 0
            restored = begun
        }
        if restored == nil, let inherited { try Self.begin(network, with: inherited, job) }
        progress = restored ?? TrainingProgress()
        resumedAtStep = restored == nil ? nil : network.step
        secondsBefore = progress.seconds
    }

    func run(progress report: (LearningCurvePoint) -> Void, shouldStop: () -> Bool) throws(TrainingFailure) -> TrainingResult {
        var nextCheckpoint = secondsSoFar + (job.checkpoint?.everySeconds ?? 0)
        var isKept = resumedAtStep != nil
        while network.step < schedule.totalSteps, best?.isOver(progress.curve) != true {
            if shouldStop() {
                keep()
                throw TrainingFailure(.interrupted, "stopped after step \(network.step) of \(schedule.totalSteps)")
            }
            let rate = try step()
            if isPointDue {
                report(try point(rate: rate))
            }
            if let limit = job.limits.seconds, secondsSoFar > limit {
                throw TrainingFailure(
                    .timeLimit,
                    "after \(Dimension.time.format(secondsSoFar)) at step \(network.step) of \(schedule.totalSteps), "
                        + "the limit is \(Dimension.time.format(limit))")
            }
            if checkpoint != nil, secondsSoFar >= nextCheckpoint || (isKept && network.step == schedule.totalSteps) {
                keep()
                isKept = true
                nextCheckpoint = secondsSoFar + (job.checkpoint?.everySeconds ?? 0)
            }
        }
        guard let last = best?.point(of: progress.curve) ?? progress.curve.last else {
            throw TrainingFailure(.unsuitable, "nothing was trained")
        }
        try writeState()
        try writeWeights()
        return TrainingResult(
            accuracy: last.validationAccuracy, balancedAccuracy: last.validationBalancedAccuracy, loss: last.validationLoss,
            curve: progress.curve, bestEpoch: best == nil ? nil : last.epoch, steps: network.step, seconds: secondsSoFar,
            resumedAtStep: resumedAtStep,
            parameters: network.parameterCount, memoryBytes: network.memoryBytes)
    }

    private var secondsSoFar: Double { secondsBefore + (clock.now - start) / .seconds(1) }

    private var isPointDue: Bool {
        network.step == schedule.totalSteps || milestones.contains(network.step)
            || network.step % (job.stepsPerPoint.map { max($0, 1) } ?? schedule.stepsPerEpoch) == 0
    }

    /// - Returns: the learning rate it had.
    private func step() throws(TrainingFailure) -> Double {
        let (epoch, place) = network.step.quotientAndRemainder(dividingBy: schedule.stepsPerEpoch)
        let plan: EpochPlan
        if let known = epochPlan, known.epoch == epoch {
            plan = known.plan
        } else {
            plan = EpochPlan(job, epoch: epoch, count: parts.training.count, augmentation: augmentation)
            epochPlan = (epoch, plan)
        }
        let range = place * schedule.batch..<(place + 1) * schedule.batch
        network.withInput(count: schedule.batch) { pixels in
            if augmentation.isActive {
                parts.training.gather(
                    at: plan.order[range], augmentations: plan.augmentations[range], cutout: augmentation.cutout, into: &pixels,
                    labels: &labels)
            } else {
                parts.training.gather(at: plan.order[range], into: &pixels, labels: &labels)
            }
        }
        let rate = schedule.rates.rate(at: network.step)
        let outcome = network.trainStep(labels: labels, learningRate: Float(rate))
        guard !outcome.isDiverged else {
            let what = outcome.loss.isFinite ? "the gradient" : "the loss"
            throw TrainingFailure(
                .diverged, "\(what) is not finite at step \(network.step + 1) of \(schedule.totalSteps) (learning rate \(Float(rate)))")
        }
        progress.add(outcome, examples: schedule.batch)
        return rate
    }

    private func point(rate: Double) throws(TrainingFailure) -> LearningCurvePoint {
        let validation = parts.validation.count == 0 ? nil : network.evaluate(parts.validation, labels: &labels)
        guard validation?.loss.isFinite != false else {
            throw TrainingFailure(.diverged, "the validation loss is not finite after step \(network.step) of \(schedule.totalSteps)")
        }
        let examples = Double(max(progress.examples, 1))
        let point = LearningCurvePoint(
            epoch: (network.step - 1) / schedule.stepsPerEpoch + 1, step: network.step, trainingLoss: progress.lossSum / examples,
            trainingAccuracy: Double(progress.correct) / examples, validationLoss: validation?.loss,
            validationAccuracy: validation?.accuracy, validationBalancedAccuracy: validation?.balancedAccuracy, learningRate: rate,
            seconds: secondsSoFar)
        progress.endPoint(point)
        if best?.point(of: progress.curve) == point { try best?.keep(weights, of: point) }
        return point
    }

    /// A checkpoint that cannot be written costs the time it would have saved, not the training.
    private func keep() {
        progress.seconds = secondsSoFar
        try? checkpoint?.save(network, progress)
    }

    private func writeState() throws(TrainingFailure) {
        guard let file = job.stateFile else { return }
        progress.seconds = secondsSoFar
        do {
            try Checkpoint(file: file, binding: binding).save(network, progress)
        } catch {
            throw TrainingFailure(.output, error.description)
        }
    }

    private func writeWeights() throws(TrainingFailure) {
        // Those of the best epoch are there already.
        guard let url = job.weightsFile, best == nil else { return }
        do {
            try weights.write(to: url.path)
        } catch {
            throw TrainingFailure(.output, error.description)
        }
    }

    private var weights: SafeTensors { network.exportParameters(metadata: WeightsFile.metadata(job, data: data)) }

    private static func inherited(_ job: TrainingJob) throws(TrainingFailure) -> SafeTensors? {
        guard let file = job.inheritedFile else { return nil }
        do {
            return try SafeTensors(contentsOf: file.path)
        } catch {
            throw TrainingFailure(.data, error.description)
        }
    }

    private static func begin(_ network: Network, with inherited: SafeTensors, _ job: TrainingJob) throws(TrainingFailure) {
        do {
            try network.importParameters(WeightInheritance.inherited(by: network.exportParameters(), job.graph, from: inherited))
        } catch {
            throw TrainingFailure(.data, error.description)
        }
    }

    private static func network(_ job: TrainingJob, batch: Int) throws(TrainingFailure) -> Network {
        let network: Network
        do {
            network = try Network(
                job.graph, batch: batch, settings: job.recipe.settings, seed: job.seed, trial: job.stream)
        } catch {
            throw TrainingFailure(.outOfMemory, error.message)
        }
        try MemoryLimit(job).check(network.memoryBytes)
        return network
    }
}
