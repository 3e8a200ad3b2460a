import Foundation
import NAS
import NetworkGraph
import Support
import TensorCore
import TestSupport
import Testing

@testable import Datasets
@testable import Training

@Suite struct TrainerTests {
    @Test func aSmallNetworkLearnsTheDigits() throws {
        let trainer = CandidateTrainer(data: SmallNetworks.digits)
        let scratch = try Scratch()
        var recipe = TrainingRecipe()
        (recipe.batch, recipe.crop, recipe.learningRate) = (32, 1, 0.1)
        let graph = try SmallNetworks.cnn(widths: [16, 32, 64], strides: [1, 2, 2], flattens: true)
        var job = SmallNetworks.job(graph, .epochs(20), recipe: recipe)
        job.weightsFile = scratch.url.appendingPathComponent("weights.safetensors")
        var told: [LearningCurvePoint] = []
        let result = try trainer.train(job, progress: { told.append($0) })
        #expect(try #require(result.accuracy) > 0.97)
        #expect(told == result.curve)
        #expect(result.curve.count == 20)
        #expect(result.curve.map(\.epoch) == Array(1...20))
        #expect(result.curve.last?.validationAccuracy == result.accuracy)
        #expect(result.parameters == job.graph.parameters)
        #expect(result.resumedAtStep == nil)
        #expect(result.curve[19].trainingLoss < result.curve[0].trainingLoss / 4)

        // The saved weights, measured by the other road, on images the trainer has never seen.
        let split = try DataSplit(.embeddedDigits, seed: 1)
        let evaluator = TestEvaluator(.embeddedDigits, split: split)
        let test = try evaluator.evaluate(job.graph, frontEnd: job.frontEnd, weights: try #require(job.weightsFile))
        #expect(evaluator.count == split.test.count)
        #expect(test.accuracy > 0.95)
        #expect(test.accuracy != result.accuracy || test.loss != result.loss)
    }

    @Test(.enabled(if: SharedData.exists("mnist"), "needs ../shared/data/mnist"))
    func aFewHundredStepsLearnMNIST() throws {
        let dataset = try Dataset.load(folder: SharedData.url("mnist"))
        let trainer = CandidateTrainer(data: TrainingData(dataset, split: try DataSplit(dataset, seed: 1)))
        #expect(trainer.data.trainingCount == 54_000)
        let graph = try SmallNetworks.cnn(input: dataset.shape, widths: [16, 32, 64], strides: [2, 2, 1], flattens: true)
        let result = try trainer.train(SmallNetworks.job(graph, .steps(500)))
        #expect(try #require(result.accuracy) > 0.97)
        #expect(result.curve.count == 1)
        #expect(result.steps == 500)
    }

    /// Against accuracies over one class alone, which are recalls.
    @Test func balancedAccuracyIsTheMeanOfRecalls() throws {
        let digits = Dataset.embeddedDigits
        let split = try DataSplit(digits, seed: 1)
        let scratch = try Scratch()
        var job = SmallNetworks.job(try SmallNetworks.cnn(), .epochs(1))
        job.weightsFile = scratch.url.appendingPathComponent("weights")
        let result = try CandidateTrainer(data: SmallNetworks.digits).train(job)
        #expect(result.balancedAccuracy == result.curve.last?.validationBalancedAccuracy)
        func score(_ indices: [Int]) throws -> NetworkScore {
            try TestEvaluator(SmallNetworks.digits, test: TestExamples(indices: indices))
                .evaluate(job.graph, frontEnd: job.frontEnd, weights: try #require(job.weightsFile))
        }
        // By the other road, whose network is for inference alone.
        let whole = try score(split.validation)
        #expect(whole.accuracy == result.accuracy && whole.balancedAccuracy == result.balancedAccuracy)
        #expect(abs(whole.loss - (try #require(result.loss))) < 1e-5)
        let byClass = (0..<10).map { label in split.validation.filter { Int(digits.labels[$0]) == label } }
        let recalls = try byClass.map { try score($0) }
        #expect(recalls.allSatisfy { $0.balancedAccuracy == $0.accuracy })
        #expect(Set(recalls.map(\.accuracy)).count > 3, "recalls differ")
        // 2 of one class, all of another, and none of the rest.
        let few = Array(byClass[3].prefix(2))
        let uneven = try score((few + byClass[8]).sorted())
        #expect(uneven.balancedAccuracy == (try score(few).accuracy + recalls[8].accuracy) / 2)
        #expect(result.balancedAccuracy == recalls.reduce(0) { $0 + $1.accuracy } / 10)
        #expect(try score([]).balancedAccuracy == nil)
    }

    @Test func theSameJobGivesTheSameBits() throws {
        var recipe = TrainingRecipe()
        (recipe.flip, recipe.crop, recipe.cutout) = (true, 1, 2)
        let graph = try SmallNetworks.cnn(dropout: 0.2)
        func results(_ change: (inout TrainingJob) -> Void = { _ in }) throws -> [UInt64] {
            var job = SmallNetworks.job(graph, .epochs(2), recipe: recipe, seed: 5, trial: 7, replicate: 1)
            change(&job)
            return try CandidateTrainer(data: SmallNetworks.digits).train(job).bits
        }
        let first = try results()
        #expect(try results() == first)
        #expect(try results { $0.seed = 6 } != first)
        #expect(try results { $0.trial = 8 } != first)
        #expect(try results { $0.replicate = 2 } != first)
    }

    @Test func anotherCandidateBetweenDoesNotMatter() throws {
        let trainer = CandidateTrainer(data: SmallNetworks.digits)
        let job = SmallNetworks.job(try SmallNetworks.cnn(), .steps(20))
        let first = try trainer.train(job)
        let larger = try SmallNetworks.cnn(input: Shape(height: 12, width: 12, channels: 1), widths: [4, 8, 8])
        _ = try trainer.train(SmallNetworks.job(larger, .steps(3)))
        #expect(try trainer.train(job).bits == first.bits)
    }

    @Test func namesDoNotMatter() throws {
        let trainer = CandidateTrainer(data: SmallNetworks.digits)
        let first = try trainer.train(SmallNetworks.job(SmallNetworks.cnn(dropout: 0.1), .steps(20)))
        let other = try trainer.train(SmallNetworks.job(SmallNetworks.cnn(dropout: 0.1, prefix: "other."), .steps(20)))
        #expect(first.bits == other.bits)
    }

    @Test func divergenceIsAFailureWithItsReason() throws {
        var recipe = TrainingRecipe()
        recipe.learningRate = 1e30
        let job = SmallNetworks.job(try SmallNetworks.cnn(), .epochs(2), recipe: recipe)
        let failure = try failure { try CandidateTrainer(data: SmallNetworks.digits).train(job) }
        #expect(failure.reason == .diverged)
        #expect(failure.message.contains("not finite at step"))
    }

    @Test func limitsAreFailures() throws {
        var job = SmallNetworks.job(try SmallNetworks.cnn(), .epochs(2))
        job.limits.seconds = 0
        #expect(try failure { try CandidateTrainer(data: SmallNetworks.digits).train(job) }.reason == .timeLimit)
        job.limits = TrainingLimits(memoryBytes: 100_000)
        #expect(try failure { try CandidateTrainer(data: SmallNetworks.digits).train(job) }.reason == .outOfMemory)
        // Far more than any machine has, found before a byte is taken.
        let huge = try SmallNetworks.cnn(input: Shape(height: 1024, width: 1024, channels: 1), widths: [2048], strides: [1])
        let hugeJob = SmallNetworks.job(huge, .steps(1))
        #expect(try failure { try CandidateTrainer(data: SmallNetworks.digits).train(hugeJob) }.reason == .outOfMemory)
    }

    @Test func whatDoesNotGoTogetherIsAFailure() throws {
        let trainer = CandidateTrainer(data: SmallNetworks.digits)
        let classes = try failure { try trainer.train(SmallNetworks.job(SmallNetworks.cnn(classes: 9), .steps(1))) }
        #expect(classes.message == "the network's result is 1x1x9, the data set has 10 classes")
        let two = try SmallNetworks.cnn(input: Shape(height: 8, width: 8, channels: 2))
        #expect(try trainer.train(SmallNetworks.job(two, .steps(1))).steps == 1, "grey images serve any number of channels")
        var other = SmallNetworks.job(try SmallNetworks.cnn(), .steps(1))
        other.frontEnd = FrontEnd(input: Shape(height: 9, width: 9, channels: 1))
        #expect(try failure { try trainer.train(other) }.message == "the network takes 8x8x1, its front end gives 9x9x1")
        #expect(try failure { try trainer.train(SmallNetworks.job(SmallNetworks.cnn(), .epochs(0))) }.reason == .unsuitable)
        #expect(try failure { try trainer.train(SmallNetworks.job(SmallNetworks.cnn(), .epochs(.max))) }.reason == .unsuitable)
        #expect(try failure { try trainer.train(SmallNetworks.job(SmallNetworks.cnn(), .steps(.max))) }.reason == .unsuitable)
    }

    @Test func weightsThatCannotBeWrittenAreAFailure() throws {
        var job = SmallNetworks.job(try SmallNetworks.cnn(), .steps(1))
        job.weightsFile = URL(fileURLWithPath: "/nowhere/weights.safetensors")
        #expect(try failure { try CandidateTrainer(data: SmallNetworks.digits).train(job) }.reason == .output)
    }

    @Test func pointsComeEverySoManySteps() throws {
        var job = SmallNetworks.job(try SmallNetworks.cnn(), .steps(25))
        job.stepsPerPoint = 10
        let result = try CandidateTrainer(data: SmallNetworks.digits).train(job)
        #expect(result.curve.map(\.step) == [10, 20, 25])
        #expect(result.curve.map(\.epoch) == [1, 2, 2])
    }

    @Test func aBatchLargerThanTheDataIsTheData() throws {
        var recipe = TrainingRecipe()
        recipe.batch = 1_000_000
        let result = try CandidateTrainer(data: SmallNetworks.digits).train(
            SmallNetworks.job(SmallNetworks.cnn(), .epochs(2), recipe: recipe))
        #expect(result.steps == 2)
    }
}

extension TrainingResult {
    /// All that must not differ between two trainings.
    var bits: [UInt64] {
        var words = [accuracy?.bitPattern ?? 0, loss?.bitPattern ?? 0, UInt64(steps)]
        for point in curve {
            words += [
                UInt64(point.step), point.trainingLoss.bitPattern, point.trainingAccuracy.bitPattern, point.validationLoss?.bitPattern ?? 0,
                point.validationAccuracy?.bitPattern ?? 0, point.validationBalancedAccuracy?.bitPattern ?? 0, point.learningRate.bitPattern,
            ]
        }
        return words
    }
}

func failure<Result>(_ body: () throws -> Result) throws -> TrainingFailure {
    do {
        _ = try body()
    } catch let failure as TrainingFailure {
        return failure
    }
    throw NoFailure()
}

private struct NoFailure: Error, CustomStringConvertible {
    var description: String { "training did not fail" }
}
