import Datasets
import Foundation
import NAS
import Support
import TensorCore
import TestSupport
import Testing

@testable import Training

/// Trainings whose last epoch validation images choose, and trainings without such images.
@Suite struct PatienceTests {
    private func job(_ scratch: Scratch, _ fidelity: Fidelity, patience: Int?, name: String = "weights") throws -> TrainingJob {
        var recipe = TrainingRecipe()
        // Restless, so that epochs in the middle are the best.
        (recipe.learningRate, recipe.schedule, recipe.crop) = (0.3, .constant, 1)
        var job = SmallNetworks.job(try SmallNetworks.cnn(widths: [4, 8, 8]), fidelity, recipe: recipe, seed: 5)
        job.patience = patience
        job.weightsFile = scratch.url.appendingPathComponent(name)
        return job
    }

    private func tensors(_ scratch: Scratch, _ name: String) throws -> [SafeTensors.Tensor] {
        try SafeTensors(contentsOf: scratch.url.appendingPathComponent(name).path).tensors
    }

    @Test func theBestEpochIsKept() throws {
        let scratch = try Scratch()
        let trainer = CandidateTrainer(data: SmallNetworks.digits)
        let whole = try trainer.train(job(scratch, .epochs(30), patience: nil, name: "whole"))
        let result = try trainer.train(job(scratch, .epochs(30), patience: 4))
        let accuracies = whole.curve.compactMap(\.validationAccuracy)
        // What a reader of the curve would have chosen.
        var (best, end) = (0, accuracies.count)
        for (index, accuracy) in accuracies.enumerated() {
            if accuracy > accuracies[best] { best = index }
            if index - best >= 4 {
                end = index + 1
                break
            }
        }
        try #require(end < accuracies.count, "the example ends early")
        #expect(result.bestEpoch == best + 1)
        #expect(result.accuracy == accuracies[best])
        #expect(result.curve.count == end)
        #expect(Array(whole.curve.prefix(end)).map(\.validationLoss) == result.curve.map(\.validationLoss))

        // The weights of that epoch: those of a training that ends there.
        var short = try job(scratch, .epochs(best + 1), patience: nil, name: "short")
        short.horizon = .epochs(30)
        _ = try trainer.train(short)
        #expect(try tensors(scratch, "weights") == tensors(scratch, "short"))
    }

    /// Stopped anywhere, also just behind an epoch that was better than all before.
    @Test(arguments: [3, 17, 18, 40, 51, 90]) func goingOnGivesTheSameBits(_ steps: Int) throws {
        let (straight, broken) = (try Scratch(), try Scratch())
        let whole = try CandidateTrainer(data: SmallNetworks.digits).train(job(straight, .epochs(12), patience: 3))
        var job = try job(broken, .epochs(12), patience: 3)
        job.checkpoint = CheckpointPlan(file: broken.url.appendingPathComponent("checkpoint"), everySeconds: 0)
        let interrupted = #expect(throws: TrainingFailure.self) {
            try CandidateTrainer(data: SmallNetworks.digits).train(job, shouldStop: SmallNetworks.stop(after: steps))
        }
        #expect(interrupted?.reason == .interrupted)
        let resumed = try CandidateTrainer(data: SmallNetworks.digits).train(job)
        #expect(resumed.resumedAtStep == steps)
        #expect(resumed.bits == whole.bits && resumed.bestEpoch == whole.bestEpoch)
        #expect(try tensors(broken, "weights") == tensors(straight, "weights"))
    }

    /// A checkpoint whose best epoch's weights are gone begins anew, and comes to the same.
    @Test func lostWeightsAreTrainedAgain() throws {
        let scratch = try Scratch()
        let whole = try CandidateTrainer(data: SmallNetworks.digits).train(job(scratch, .epochs(6), patience: 3, name: "whole"))
        var job = try job(scratch, .epochs(6), patience: 3)
        job.checkpoint = CheckpointPlan(file: scratch.url.appendingPathComponent("checkpoint"), everySeconds: 0)
        _ = try? CandidateTrainer(data: SmallNetworks.digits).train(job, shouldStop: SmallNetworks.stop(after: 60))
        try FileManager.default.removeItem(at: try #require(job.weightsFile))
        let resumed = try CandidateTrainer(data: SmallNetworks.digits).train(job)
        #expect(resumed.resumedAtStep == nil)
        #expect(resumed.bits == whole.bits)
    }

    @Test func withoutValidationNothingIsMadeUp() throws {
        let scratch = try Scratch()
        let split = try DataSplit(.embeddedDigits, seed: 1)
        let all = split.joiningValidation
        #expect(all.training.count == split.training.count + split.validation.count && all.validation.isEmpty)
        #expect(Set(all.training) == Set(split.training + split.validation) && all.test.count == split.test.count)
        let data = TrainingData(.embeddedDigits, split: all)
        let result = try CandidateTrainer(data: data).train(job(scratch, .epochs(2), patience: nil))
        #expect(result.accuracy == nil && result.loss == nil && result.balancedAccuracy == nil)
        #expect(result.curve.count == 2 && result.curve[1].trainingLoss < result.curve[0].trainingLoss)
        let failure = #expect(throws: TrainingFailure.self) {
            var job = try job(scratch, .epochs(2), patience: 2)
            job.weightsFile = nil
            _ = try CandidateTrainer(data: data).train(job)
        }
        #expect(failure?.reason == .unsuitable)
    }
}
