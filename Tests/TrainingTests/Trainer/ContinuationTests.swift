import Foundation
import NAS
import Support
import TestSupport
import Testing

@testable import Training

/// A training that stops at a shorter fidelity and goes on from its state is the one that never stopped.
@Suite struct ContinuationTests {
    private func job(_ scratch: Scratch, _ fidelity: Fidelity, horizon: Fidelity, optimizer: TrainingRecipe.Optimizer = .sgd) throws
        -> TrainingJob
    {
        var recipe = TrainingRecipe()
        recipe.optimizer = optimizer
        recipe.learningRate = optimizer == .sgd ? 0.05 : 0.002
        recipe.schedule = .cosine
        (recipe.flip, recipe.crop, recipe.cutout) = (true, 1, 2)
        recipe.warmup = 0.1
        var job = SmallNetworks.job(
            try SmallNetworks.cnn(widths: [4, 8, 8], dropout: 0.2), fidelity, recipe: recipe, seed: 3, trial: 0)
        job.horizon = horizon
        job.weightsFile = scratch.url.appendingPathComponent("weights-\(fidelity)")
        return job
    }

    private func train(_ job: TrainingJob, stopAfter steps: Int? = nil) throws -> TrainingResult {
        try CandidateTrainer(data: SmallNetworks.digits).train(job, shouldStop: SmallNetworks.stop(after: steps))
    }

    /// Trains to each fidelity in turn, each from the state of the one before.
    private func climb(_ scratch: Scratch, _ rungs: [Fidelity], optimizer: TrainingRecipe.Optimizer = .sgd) throws -> TrainingResult {
        var last: TrainingResult?
        for (index, rung) in rungs.enumerated() {
            var job = try job(scratch, rung, horizon: rungs[rungs.count - 1], optimizer: optimizer)
            job.milestones = Array(rungs.prefix(index))
            if index > 0 { job.startFile = scratch.url.appendingPathComponent("state-\(index - 1)") }
            job.stateFile = scratch.url.appendingPathComponent("state-\(index)")
            let result = try train(job)
            if let last { #expect(result.resumedAtStep == last.steps, "it goes on and does not begin anew") }
            last = result
        }
        return try #require(last)
    }

    @Test(arguments: [TrainingRecipe.Optimizer.sgd, .adamw]) func goingOnGivesTheBitsOfNeverStopping(_ optimizer: TrainingRecipe.Optimizer)
        throws
    {
        let (steps, straight) = (try Scratch(), try Scratch())
        let climbed = try climb(steps, [.epochs(1), .epochs(2), .epochs(4)], optimizer: optimizer)
        let whole = try train(try job(straight, .epochs(4), horizon: .epochs(4), optimizer: optimizer))
        #expect(whole.resumedAtStep == nil)
        #expect(climbed.bits == whole.bits)
        #expect(try steps.read("weights-4 epochs") == straight.read("weights-4 epochs"))
    }

    /// Rungs in the middle of epochs: the curve has a point at each, whoever trained up to there.
    @Test func rungsInsideEpochs() throws {
        let (steps, straight) = (try Scratch(), try Scratch())
        let climbed = try climb(steps, [.steps(7), .steps(20), .steps(60)])
        var job = try job(straight, .steps(60), horizon: .steps(60))
        job.milestones = [.steps(7), .steps(20)]
        let whole = try train(job)
        #expect(climbed.bits == whole.bits && climbed.curve.map(\.step) == [7, 17, 20, 34, 51, 60])
        #expect(try steps.read("weights-60 steps") == straight.read("weights-60 steps"))
    }

    @Test func aShorterTrainingFollowsTheScheduleOfTheWhole() throws {
        let scratch = try Scratch()
        let whole = try train(try job(scratch, .epochs(4), horizon: .epochs(4)))
        let part = try train(try job(scratch, .epochs(2), horizon: .epochs(4)))
        #expect(part.curve.map(\.validationAccuracy) == whole.curve.prefix(2).map(\.validationAccuracy))
        #expect(part.curve.map(\.learningRate) == whole.curve.prefix(2).map(\.learningRate))
        let alone = try train(try job(scratch, .epochs(2), horizon: .epochs(2)))
        #expect(alone.curve.map(\.learningRate) != part.curve.map(\.learningRate))
    }

    enum Loss: String, CaseIterable { case missing, truncated, rubbish, otherSeed, otherHorizon, later }

    /// A state that is of no use costs time, and changes nothing.
    @Test(arguments: Loss.allCases) func aLostStateIsMadeUpFor(_ loss: Loss) throws {
        let (scratch, straight) = (try Scratch(), try Scratch())
        var first = try job(scratch, .epochs(1), horizon: .epochs(3))
        first.stateFile = scratch.url.appendingPathComponent("state")
        switch loss {
        case .otherSeed: first.seed += 1
        case .otherHorizon: first.horizon = .epochs(5)
        case .later: first.fidelity = .epochs(3)
        case .missing, .truncated, .rubbish: break
        }
        _ = try train(first)
        let file = scratch.url.appendingPathComponent("state")
        switch loss {
        case .missing: try FileManager.default.removeItem(at: file)
        case .truncated: try Data(scratch.read("state").dropLast(100)).write(to: file)
        case .rubbish: try Data(repeating: 7, count: 4000).write(to: file)
        case .otherSeed, .otherHorizon, .later: break
        }
        var second = try job(scratch, .epochs(2), horizon: .epochs(3))
        second.milestones = [.epochs(1)]
        second.startFile = file
        let result = try train(second)
        #expect(result.resumedAtStep == nil)
        #expect(result.bits == (try train(try job(straight, .epochs(2), horizon: .epochs(3)))).bits)
    }

    /// Its own checkpoint is further than where it began.
    @Test func interruptedInTheMiddleItGoesOnFromItsCheckpoint() throws {
        let scratch = try Scratch()
        var first = try job(scratch, .epochs(1), horizon: .epochs(3))
        first.stateFile = scratch.url.appendingPathComponent("state")
        _ = try train(first)
        var second = try job(scratch, .epochs(3), horizon: .epochs(3))
        second.startFile = first.stateFile
        second.checkpoint = CheckpointPlan(file: scratch.url.appendingPathComponent("checkpoint"), everySeconds: 1e9)
        _ = try failure { try train(second, stopAfter: 9) }
        let result = try train(second)
        #expect(result.resumedAtStep == 17 + 9)
        let straight = try Scratch()
        #expect(result.bits == (try train(try job(straight, .epochs(3), horizon: .epochs(3)))).bits)
    }

    @Test func moreThanTheHorizonIsRefused() throws {
        let scratch = try Scratch()
        #expect(try failure { try train(try job(scratch, .epochs(3), horizon: .epochs(2))) }.reason == .unsuitable)
    }
}
