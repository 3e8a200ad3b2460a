import Foundation
import NAS
import NetworkGraph
import Support
import TensorCore
import TestSupport
import Testing

@testable import Datasets
@testable import Training

/// Recipes beyond flip, crop and cutout: the same promises.
@Suite struct RecipeTests {
    /// Each addition alone, and all at once.
    enum Addition: String, CaseIterable {
        case adam, rmsprop, linear, weightsOnly, rotation, colour, mixup, cutmix, classWeights, sampling, ema, all

        var recipe: TrainingRecipe {
            var recipe = TrainingRecipe()
            recipe.learningRate = 0.02
            if self == .all { (recipe.flip, recipe.crop, recipe.cutout, recipe.warmup, recipe.labelSmoothing) = (true, 1, 2, 0.1, 0.1) }
            func has(_ addition: Addition) -> Bool { self == addition || self == .all }
            if self == .adam { (recipe.optimizer, recipe.learningRate) = (.adam, 0.002) }
            if has(.rmsprop) { (recipe.optimizer, recipe.learningRate, recipe.momentum, recipe.alpha) = (.rmsprop, 0.0005, 0.8, 0.9) }
            if has(.linear) { recipe.schedule = .linear }
            if has(.weightsOnly) { (recipe.weightDecay, recipe.weightDecayOn) = (0.01, .weights) }
            if has(.rotation) { recipe.rotation = 10 }
            if has(.colour) { (recipe.brightness, recipe.contrast) = (0.2, 0.2) }
            if has(.mixup) { recipe.mixup = 0.3 }
            if has(.cutmix) { recipe.cutmix = 1 }
            if has(.classWeights) { recipe.classWeights = .balanced }
            if has(.sampling) { recipe.sampling = .balanced }
            if has(.ema) { recipe.ema = 0.95 }
            return recipe
        }
    }

    private func job(_ addition: Addition, _ fidelity: Fidelity, horizon: Fidelity? = nil, in scratch: Scratch) throws -> TrainingJob {
        var job = SmallNetworks.job(
            try SmallNetworks.cnn(widths: [4, 8, 8], dropout: 0.2), fidelity, recipe: addition.recipe, seed: 3, trial: 5)
        job.horizon = horizon
        job.weightsFile = scratch.url.appendingPathComponent("weights")
        return job
    }

    private func train(_ job: TrainingJob, stopAfter steps: Int? = nil) throws -> TrainingResult {
        try CandidateTrainer(data: SmallNetworks.digits).train(job, shouldStop: SmallNetworks.stop(after: steps))
    }

    @Test(arguments: Addition.allCases) func resumingGivesTheBitsOfAnUninterruptedTraining(_ addition: Addition) throws {
        let scratch = try Scratch()
        var job = try job(addition, .epochs(3), in: scratch)
        let whole = try train(job)
        let weights = try scratch.read("weights")
        job.checkpoint = CheckpointPlan(file: scratch.url.appendingPathComponent("checkpoint"), everySeconds: 1e9)
        for stop in [0, 8, 17, 33, 50] {
            try? FileManager.default.removeItem(at: scratch.url.appendingPathComponent("checkpoint"))
            #expect(try failure { try train(job, stopAfter: stop) }.reason == .interrupted)
            let resumed = try train(job)
            #expect(resumed.resumedAtStep == stop)
            #expect(resumed.bits == whole.bits, "stopped after \(stop) steps")
            #expect(try scratch.read("weights") == weights)
        }
    }

    @Test(arguments: Addition.allCases) func aShorterTrainingIsTheBeginningOfALongerOne(_ addition: Addition) throws {
        let (short, long) = (try Scratch(), try Scratch())
        var first = try job(addition, .epochs(1), horizon: .epochs(3), in: short)
        first.stateFile = short.url.appendingPathComponent("state")
        let part = try train(first)
        var second = try job(addition, .epochs(3), horizon: .epochs(3), in: short)
        second.startFile = first.stateFile
        let climbed = try train(second)
        let whole = try train(try job(addition, .epochs(3), horizon: .epochs(3), in: long))
        #expect(climbed.resumedAtStep == 17 && whole.resumedAtStep == nil)
        #expect(climbed.bits == whole.bits)
        #expect(part.curve.map(\.validationLoss) == whole.curve.prefix(1).map(\.validationLoss))
        #expect(try short.read("weights") == long.read("weights"))
    }

    /// None is without effect, and each learns.
    @Test func everyAdditionMakesADifference() throws {
        let scratch = try Scratch()
        let results = try Addition.allCases.map { addition in
            let result = try train(try job(addition, .epochs(3), in: scratch))
            let losses = try result.curve.map { try #require($0.validationLoss) }
            #expect(losses[2] < losses[0], "\(addition)")
            return result.bits
        }
        let plain = SmallNetworks.job(
            try SmallNetworks.cnn(widths: [4, 8, 8], dropout: 0.2), .epochs(3), recipe: Addition.plain, seed: 3, trial: 5)
        #expect(Set(results + [try train(plain).bits]).count == Addition.allCases.count + 1)
    }

    /// What is written is what was evaluated: the averages.
    @Test func averagedWeightsAreEvaluatedAndWritten() throws {
        let scratch = try Scratch()
        let job = try job(.ema, .epochs(2), in: scratch)
        let result = try train(job)
        let split = try DataSplit(.embeddedDigits, seed: 1)
        let score = try TestEvaluator(SmallNetworks.digits, test: TestExamples(indices: split.validation))
            .evaluate(job.graph, frontEnd: job.frontEnd, weights: try #require(job.weightsFile))
        let loss = try #require(result.loss)
        #expect(score.accuracy == result.accuracy && abs(score.loss - loss) < 1e-5)
        #expect(score.macroF1 == result.macroF1 && score.balancedAccuracy == result.balancedAccuracy)
        #expect(result.areaUnderROC == nil, "of two classes alone")
        #expect(score.confusion.rows.joined().reduce(0, +) == split.validation.count)
        let hits = score.confusion.recall.correct.reduce(0, +)
        #expect(Double(hits) / Double(split.validation.count) == score.accuracy)
    }

    /// One class with 95 of 100 examples: what makes up for it finds more of the other.
    @Test(arguments: [Addition.classWeights, .sampling]) func rareClassesAreLearnt(_ addition: Addition) throws {
        let digits = Dataset.embeddedDigits
        let elements = digits.shape.elements
        var images: [UInt8] = []
        var labels: [UInt8] = []
        // Some of the ones against all else.
        var rare = 0
        for (place, label) in digits.labels.enumerated() where label != 1 || rare < 90 {
            if label == 1 { rare += 1 }
            images += digits.images[place * elements..<(place + 1) * elements]
            labels.append(label == 1 ? 1 : 0)
        }
        let dataset = Dataset(
            name: "ones", shape: digits.shape, classNames: ["other", "one"], images: images, labels: labels,
            origin: Dataset.Origin(form: "test", folder: nil))
        let data = TrainingData(dataset, split: try DataSplit(dataset, seed: 1))
        func balanced(_ recipe: TrainingRecipe) throws -> Double {
            let graph = try SmallNetworks.cnn(widths: [4, 8, 8], classes: 2)
            let result = try CandidateTrainer(data: data).train(SmallNetworks.job(graph, .epochs(2), recipe: recipe))
            #expect(try #require(result.areaUnderROC) > 0.5)
            return try #require(result.balancedAccuracy)
        }
        #expect(try balanced(addition.recipe) > (try balanced(Addition.plain)) + 0.1)
    }
}

extension RecipeTests.Addition {
    fileprivate static var plain: TrainingRecipe {
        var recipe = TrainingRecipe()
        recipe.learningRate = 0.02
        return recipe
    }
}
