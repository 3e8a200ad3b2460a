import Datasets
import Foundation
import NAS
import NetworkGraph
import Support
import Synchronization
import TestSupport
import Testing

@testable import Training

/// Training from mapped files, and without the data set in memory.
@Suite struct SharedDataTests {
    private let split: DataSplit
    private let job: TrainingJob
    private let larger: TrainingJob

    init() throws {
        split = try DataSplit(.embeddedDigits, seed: 1)
        var recipe = TrainingRecipe()
        (recipe.flip, recipe.crop, recipe.cutout) = (true, 1, 2)
        job = SmallNetworks.job(try SmallNetworks.cnn(widths: [4, 8, 8], dropout: 0.2), .epochs(1), recipe: recipe)
        let graph = try SmallNetworks.cnn(input: Shape(height: 12, width: 12, channels: 1), widths: [4, 8, 8])
        larger = SmallNetworks.job(graph, .steps(3))
    }

    @Test func mappedImagesGiveTheSameBits() throws {
        let scratch = try Scratch()
        let expected = try CandidateTrainer(data: SmallNetworks.digits).train(job)
        for _ in 0..<2 {
            let cache = PreparedCache(folder: scratch.url.appendingPathComponent("cache"), smallestBytes: 1)
            let trainer = CandidateTrainer(data: SmallNetworks.digits, cache: cache)
            #expect(try trainer.train(job).bits == expected.bits)
            #expect(cache.usage.files == 2)
        }
    }

    @Test func theDataSetIsLetGoAndReadAgainWhereItIsNeeded() throws {
        let scratch = try Scratch()
        let reads = Mutex(0)
        func trainer() -> CandidateTrainer {
            let data = TrainingData(
                .embeddedDigits, split: split,
                reload: {
                    reads.withLock { $0 += 1 }
                    return .embeddedDigits
                })
            return CandidateTrainer(data: data, cache: PreparedCache(folder: scratch.url, smallestBytes: 1))
        }
        let first = trainer()
        #expect(first.data.source.isHeld)
        let bits = try first.train(job).bits
        #expect(!first.data.source.isHeld)
        #expect(try first.train(job).bits == bits)
        #expect(reads.withLock { $0 } == 0)
        let largerBits = try first.train(larger).bits
        #expect(reads.withLock { $0 } == 1)
        #expect(!first.data.source.isHeld)
        // Another process finds everything prepared.
        let second = trainer()
        #expect(try second.train(job).bits == bits)
        #expect(try second.train(larger).bits == largerBits)
        #expect(reads.withLock { $0 } == 1)
        #expect(try CandidateTrainer(data: SmallNetworks.digits).train(larger).bits == largerBits)
    }

    @Test func aDataSetThatChangedMeanwhileIsAFailureOfItsOwn() throws {
        let scratch = try Scratch()
        func failure(_ reload: @escaping @Sendable () throws -> Dataset) throws -> TrainingFailure {
            let folder = scratch.url.appendingPathComponent(UUID().uuidString)
            let trainer = CandidateTrainer(
                data: TrainingData(.embeddedDigits, split: split, reload: reload), cache: PreparedCache(folder: folder, smallestBytes: 1))
            _ = try trainer.train(job)
            return try TrainingTests.failure { try trainer.train(larger) }
        }
        let shape = Dataset.embeddedDigits.shape
        let changed = try failure {
            Dataset(
                name: "noise", shape: shape, classNames: ["a", "b"], images: noise(100 * shape.elements),
                labels: (0..<100).map { UInt8($0 % 2) }, origin: Dataset.Origin(form: "test", folder: nil))
        }
        #expect(changed.reason == .data && changed.message.contains("changed since it was first read"))
        let gone = try failure { throw Diagnostic("no such folder") }
        #expect(gone.reason == .data && gone.message.contains("no such folder"))
    }

    @Test func withoutFilesTheDataSetStays() throws {
        let trainer = CandidateTrainer(
            data: TrainingData(.embeddedDigits, split: split, reload: { preconditionFailure("it is in memory") }))
        _ = try trainer.train(job)
        #expect(trainer.data.source.isHeld)
        _ = try trainer.train(larger)
    }

    @Test func theTestPartIsMappedToo() throws {
        let scratch = try Scratch()
        var job = job
        job.weightsFile = scratch.url.appendingPathComponent("weights")
        let data = TrainingData(.embeddedDigits, split: split, reload: { .embeddedDigits })
        _ = try CandidateTrainer(data: data).train(job)
        let weights = try #require(job.weightsFile)
        let expected = try TestEvaluator(.embeddedDigits, split: split).evaluate(job.graph, frontEnd: job.frontEnd, weights: weights)
        let cache = PreparedCache(folder: scratch.url.appendingPathComponent("cache"), smallestBytes: 1)
        let tester = TestEvaluator(data, test: split.test, cache: cache)
        for _ in 0..<2 {
            let test = try tester.evaluate(job.graph, frontEnd: job.frontEnd, weights: weights)
            #expect(test.accuracy == expected.accuracy && test.loss == expected.loss)
            #expect(!data.source.isHeld)
        }
        #expect(cache.usage.files == 1)
    }
}
