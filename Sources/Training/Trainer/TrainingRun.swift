internal import Datasets
internal import Foundation
internal import NAS
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
    /// Nil where classes neither count nor are drawn otherwise than they come.
    private let balance: ClassBalance?
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
    /// The labels of the images that those of the batch are mixed with.
    private var partners: [Int32] = []
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
        balance = job.recipe.needsClassBalance ? ClassBalance(parts.training.labels, classes: data.task.classes) : nil
        network = try Self.network(job, batch: schedule.batch, balance)
        labels.reserveCapacity(schedule.batch)
        if job.recipe.mixup > 0 || job.recipe.cutmix > 0 { partners.reserveCapacity(schedule.batch) }
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
        var isOver = best?.isOver(progress.curve) ?? false
        while network.step < schedule.totalSteps, !isOver {
            if shouldStop() {
                keep()
                throw TrainingFailure(.interrupted, "stopped after step \(network.step) of \(schedule.totalSteps)")
            }
            let rate = try step()
            if isPointDue {
                report(try point(rate: rate))
                isOver = best?.isOver(progress.curve) ?? false
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
            accuracy: last.validationAccuracy, balancedAccuracy: last.validationBalancedAccuracy, macroF1: last.validationMacroF1,
            areaUnderROC: last.validationAreaUnderROC, loss: last.validationLoss, curve: progress.curve,
            bestEpoch: best == nil ? nil : last.epoch, steps: network.step, seconds: secondsSoFar, resumedAtStep: resumedAtStep,
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
            plan = EpochPlan(
                job, epoch: epoch, count: parts.training.count, batch: schedule.batch, augmentation: augmentation,
                balance: job.recipe.sampling == .balanced ? balance : nil)
            epochPlan = (epoch, plan)
        }
        let range = place * schedule.batch..<(place + 1) * schedule.batch
        let mixing = plan.mixings.isEmpty ? nil : plan.mixings[place]
        network.withInput(count: schedule.batch) { pixels in
            if augmentation.isActive {
                parts.training.gather(
                    at: plan.order[range], augmentations: plan.augmentations[range], cutout: augmentation.cutout,
                    changesPixels: augmentation.changesPixels, into: &pixels, labels: &labels)
            } else {
                parts.training.gather(at: plan.order[range], into: &pixels, labels: &labels)
            }
            mixing?.mix(&pixels, count: schedule.batch, shape: job.frontEnd.input)
        }
        let rate = schedule.rates.rate(at: network.step)
        let outcome = trainStep(mixing, rate: Float(rate))
        guard !outcome.isDiverged else {
            let what = outcome.loss.isFinite ? "the gradient" : "the loss"
            throw TrainingFailure(
                .diverged, "\(what) is not finite at step \(network.step + 1) of \(schedule.totalSteps) (learning rate \(Float(rate)))")
        }
        progress.add(outcome, examples: schedule.batch)
        return rate
    }

    private func trainStep(_ mixing: BatchMixing?, rate: Float) -> TrainingStep {
        guard let mixing else { return network.trainStep(labels: labels, learningRate: rate) }
        partners.removeAll(keepingCapacity: true)
        for label in labels.reversed() { partners.append(label) }
        return network.trainStep(labels: labels, partners: partners, share: mixing.share, learningRate: rate)
    }

    private func point(rate: Double) throws(TrainingFailure) -> LearningCurvePoint {
        let validation =
            parts.validation.count == 0 ? nil : network.withAverages { network.evaluate(parts.validation, labels: &labels) }
        guard validation?.loss.isFinite != false else {
            throw TrainingFailure(.diverged, "the validation loss is not finite after step \(network.step) of \(schedule.totalSteps)")
        }
        let examples = Double(max(progress.examples, 1))
        let point = LearningCurvePoint(
            epoch: (network.step - 1) / schedule.stepsPerEpoch + 1, step: network.step, trainingLoss: progress.lossSum / examples,
            trainingAccuracy: Double(progress.correct) / examples, validationLoss: validation?.loss,
            validationAccuracy: validation?.accuracy, validationBalancedAccuracy: validation?.balancedAccuracy,
            validationMacroF1: validation?.macroF1, validationAreaUnderROC: validation?.areaUnderROC, learningRate: rate,
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

    private var weights: SafeTensors {
        network.withAverages { network.exportParameters(metadata: WeightsFile.metadata(job, data: data)) }
    }
}
