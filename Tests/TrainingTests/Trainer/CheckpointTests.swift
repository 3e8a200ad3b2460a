import Datasets
import Foundation
import NAS
import Support
import TestSupport
import Testing

@testable import Training

@Suite struct CheckpointTests {
    /// Three epochs of 17 steps, everything that draws random numbers turned on.
    private func job(_ scratch: Scratch, optimizer: TrainingRecipe.Optimizer = .sgd) throws -> TrainingJob {
        var recipe = TrainingRecipe()
        recipe.optimizer = optimizer
        recipe.learningRate = optimizer == .sgd ? 0.05 : 0.002
        (recipe.flip, recipe.crop, recipe.cutout) = (true, 1, 2)
        recipe.warmup = 0.1
        var job = SmallNetworks.job(
            try SmallNetworks.cnn(widths: [4, 8, 8], dropout: 0.2), .epochs(3), recipe: recipe, seed: 3, trial: 5)
        job.weightsFile = scratch.url.appendingPathComponent("weights")
        job.checkpoint = CheckpointPlan(file: scratch.url.appendingPathComponent("checkpoint"), everySeconds: 1e9)
        return job
    }

    private func train(
        _ job: TrainingJob, stopAfter steps: Int? = nil, told: (LearningCurvePoint) -> Void = { _ in }
    ) throws -> TrainingResult {
        try CandidateTrainer(data: SmallNetworks.digits).train(job, progress: told, shouldStop: SmallNetworks.stop(after: steps))
    }

    @Test(arguments: [TrainingRecipe.Optimizer.sgd, .adamw])
    func resumingGivesTheBitsOfAnUninterruptedTraining(_ optimizer: TrainingRecipe.Optimizer) throws {
        let scratch = try Scratch()
        let job = try job(scratch, optimizer: optimizer)
        let whole = try train(job)
        #expect(!FileManager.default.fileExists(atPath: scratch.url.appendingPathComponent("checkpoint").path), "it was quick")
        let weights = try scratch.read("weights")
        // In the middle of an epoch, at its end, just after, before the very first and the very last step.
        for stop in [0, 1, 8, 17, 18, 33, 50] {
            try? FileManager.default.removeItem(at: scratch.url.appendingPathComponent("weights"))
            try? FileManager.default.removeItem(at: scratch.url.appendingPathComponent("checkpoint"))
            #expect(try failure { try train(job, stopAfter: stop) }.reason == .interrupted)
            let resumed = try train(job)
            #expect(resumed.resumedAtStep == stop)
            #expect(resumed.bits == whole.bits, "stopped after \(stop) steps")
            #expect(try scratch.read("weights") == weights)
        }
    }

    @Test func manyInterruptionsGiveTheSameBits() throws {
        let scratch = try Scratch()
        let job = try job(scratch)
        let whole = try train(job)
        var points: [LearningCurvePoint] = []
        for _ in 0..<7 { _ = try failure { try train(job, stopAfter: 7, told: { points.append($0) }) } }
        let resumed = try train(job, told: { points.append($0) })
        #expect(resumed.resumedAtStep == 49)
        #expect(resumed.bits == whole.bits)
        #expect(points == resumed.curve, "each point is told once")
        #expect(resumed.seconds >= points.last?.seconds ?? .infinity)
    }

    @Test func aFinishedTrainingIsFoundAgain() throws {
        let scratch = try Scratch()
        var job = try job(scratch)
        job.checkpoint?.everySeconds = 0
        let whole = try train(job)
        let again = try train(job)
        #expect(again.resumedAtStep == 51)
        #expect(again.bits == whole.bits)
    }

    enum Foreign: String, CaseIterable {
        case seed, trial, replicate, candidate, recipe, fidelity, data, network, truncated, damaged, rubbish, empty, weights
    }

    @Test(arguments: Foreign.allCases) func aCheckpointThatIsNotItsOwnIsIgnored(_ foreign: Foreign) throws {
        let scratch = try Scratch()
        let original = try job(scratch)
        _ = try failure { try train(original, stopAfter: 20) }
        var job = original
        var data = SmallNetworks.digits
        var bytes = try scratch.read("checkpoint")
        switch foreign {
        case .seed: job.seed += 1
        case .trial: job.trial += 1
        case .replicate: job.replicate += 1
        case .candidate: job.candidateID = StableHash(of: "another")
        case .recipe: job.recipe.learningRate *= 2
        case .fidelity: job.fidelity = .epochs(4)
        case .data: data = TrainingData(.embeddedDigits, split: try DataSplit(.embeddedDigits, seed: 2))
        case .network: job.graph = try SmallNetworks.cnn(widths: [4, 8, 9], dropout: 0.2)
        case .truncated: bytes.removeLast(bytes.count / 3)
        case .damaged: bytes[bytes.count - 100] ^= 1
        case .rubbish: bytes = noise(5000)
        case .empty: bytes = []
        case .weights:
            var done = original
            done.checkpoint = nil
            done.fidelity = .steps(1)
            _ = try train(done)
            bytes = try scratch.read("weights")
        }
        try scratch.write("checkpoint", bytes)
        let result = try CandidateTrainer(data: data).train(job)
        #expect(result.resumedAtStep == nil)
        job.checkpoint = nil
        #expect(try CandidateTrainer(data: data).train(job).bits == result.bits, "the attempt left no trace")
    }

    @Test func aCheckpointThatCannotBeWrittenDoesNotEndTheTraining() throws {
        let scratch = try Scratch()
        var job = try job(scratch)
        job.fidelity = .steps(5)
        job.checkpoint = CheckpointPlan(file: URL(fileURLWithPath: "/nowhere/checkpoint"), everySeconds: 0)
        #expect(try train(job).steps == 5)
    }
}
