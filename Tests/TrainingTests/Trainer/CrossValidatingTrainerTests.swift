import Datasets
import Foundation
import NAS
import Support
import TestSupport
import Testing

@testable import Training

/// A cross-validated candidate's result is made of those of its folds.
@Suite struct CrossValidatingTrainerTests {
    private static let folds: [TrainingData] = {
        do {
            return TrainingData.folds(.embeddedDigits, splits: try CrossValidation(.embeddedDigits, folds: 3, seed: 1).splits)
        } catch {
            preconditionFailure("\(error)")
        }
    }()

    private func job() throws -> TrainingJob { SmallNetworks.job(try SmallNetworks.cnn(widths: [8, 8, 8]), .epochs(2)) }

    @Test func theResultIsTheWeightedMeanOfTheFolds() throws {
        let each = try Self.folds.map { try CandidateTrainer(data: $0).train(job()) }
        let whole = try CrossValidatingTrainer(folds: Self.folds).train([job(), job(), job()])
        // Each example counts once.
        var right = 0.0
        for (fold, result) in zip(Self.folds, each) { right += try #require(result.accuracy) * Double(fold.validationCount) }
        let all = Self.folds.reduce(0) { $0 + $1.validationCount }
        #expect(abs(try #require(whole.accuracy) - right / Double(all)) < 1e-12)
        #expect(Set(each.map(\.accuracy)).count > 1, "folds that are alike would prove nothing")
        #expect(whole.curve.count == 2 && whole.curve.last?.validationAccuracy == whole.accuracy)
        let losses = each.compactMap(\.loss)
        #expect(try #require(whole.loss) > losses.min() ?? 0 && whole.loss ?? 0 < losses.max() ?? 0)
        #expect(whole.macroF1 != nil && whole.balancedAccuracy != nil && whole.areaUnderROC == nil)
    }

    @Test func oneFoldIsThePlainTraining() throws {
        let plain = try CandidateTrainer(data: SmallNetworks.digits).train(job())
        #expect(try CrossValidatingTrainer(folds: [SmallNetworks.digits]).train([job()]).bits == plain.bits)
    }

    @Test func theLimitOfTimeIsThatOfAllFolds() throws {
        var job = try job()
        job.limits.seconds = 1e-9
        let limited = job
        let failure = #expect(throws: TrainingFailure.self) {
            try CrossValidatingTrainer(folds: Self.folds).train([limited, limited, limited])
        }
        #expect(failure?.reason == .timeLimit)
    }

    /// A fold's state is its own: what one has kept is nothing that another goes on from.
    @Test func foldsDoNotTakeUpEachOthersCheckpoints() throws {
        let scratch = try Scratch()
        var job = try job()
        job.checkpoint = CheckpointPlan(file: scratch.url.appendingPathComponent("shared.checkpoint"))
        let expected = try CrossValidatingTrainer(folds: Self.folds).train([job, job, job])
        #expect(expected.bits == (try CrossValidatingTrainer(folds: Self.folds).train([self.job(), self.job(), self.job()]).bits))
    }
}
