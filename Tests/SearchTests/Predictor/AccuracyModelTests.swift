import Foundation
import NAS
import NetworkGraph
import SearchTestWorker
import Support
import Testing

@testable import Search

@Suite struct AccuracyModelTests {
    private static let space = ToySpace(depth: 6)

    private static func architectures(_ count: Int, seed: UInt64) -> [Architecture] {
        (0..<count).map { index in
            var random = RandomStream(seed: seed, trial: UInt64(index), purpose: .test)
            return space.sample(using: &random)
        }
    }

    private static func features(_ architecture: Architecture) throws -> ArchitectureFeatures {
        ArchitectureFeatures(architecture, graph: try space.candidate(for: architecture).graph)
    }

    /// Wide layers are good, the first ones more so.
    private static func value(_ architecture: Architecture) -> Double {
        architecture.options.enumerated().reduce(0) { $0 - Double(min($1.element ?? 0, 3)) / Double($1.offset + 1) }
    }

    private static func fitted(_ known: [Architecture]) throws -> AccuracyModel {
        var index = FeatureIndex()
        var distances = Distances()
        for architecture in known {
            let features = try features(architecture)
            distances.append(index.distances(from: features))
            index.append(features)
        }
        let values = known.map(value)
        let kernel = AccuracyKernel.fitted(to: distances, values: values)
        var system = SymmetricSystem()
        try #require(kernel.extend(&system, to: known.count, distances))
        return AccuracyModel(index, system, values: values, kernel: kernel)
    }

    @Test func remembersWhatItKnowsAndIsSureOfIt() throws {
        let known = Self.architectures(40, seed: 1)
        let model = try Self.fitted(known)
        let others = Self.architectures(40, seed: 2)
        let atKnown = model.predict(try known.map(Self.features))
        let elsewhere = model.predict(try others.map(Self.features))
        let spread = Moments(known.map(Self.value)).deviation
        for (prediction, architecture) in zip(atKnown, known) {
            #expect(abs(prediction.mean - Self.value(architecture)) < 0.35 * spread)
        }
        let sure = atKnown.map(\.deviation).reduce(0, +)
        #expect(sure < elsewhere.map(\.deviation).reduce(0, +))
    }

    @Test func predictsBetterThanTheMean() throws {
        let known = Self.architectures(60, seed: 3)
        let model = try Self.fitted(known)
        let others = Self.architectures(200, seed: 4)
        let predictions = model.predict(try others.map(Self.features))
        let mean = Moments(known.map(Self.value)).mean
        var (own, plain) = (0.0, 0.0)
        for (prediction, architecture) in zip(predictions, others) {
            own += pow(prediction.mean - Self.value(architecture), 2)
            plain += pow(mean - Self.value(architecture), 2)
        }
        #expect(own < 0.3 * plain, "explains \(1 - own / plain) of the variance")
    }

    @Test func aLargeBatchIsTheSameAsOneByOne() throws {
        let model = try Self.fitted(Self.architectures(20, seed: 5))
        let others = try Self.architectures(19, seed: 6).map(Self.features)
        let together = model.predict(others)
        for (prediction, network) in zip(together, others) {
            let alone = try #require(model.predict([network]).first)
            #expect(alone == prediction)
        }
    }

    @Test func theIndexTellsTheDistancesOfPatterns() throws {
        let known = try Self.architectures(15, seed: 7).map(Self.features)
        let other = try Self.features(Self.architectures(1, seed: 8)[0])
        var index = FeatureIndex()
        for features in known { index.append(features) }
        let found = index.distances(from: other)
        #expect(found.count == ArchitectureFeatures.aspects)
        for (number, features) in known.enumerated() {
            for depth in 0..<GraphFeatures.depth {
                var counts: [UInt64: Float] = [:]
                let (own, others) = (features.graph.levels[depth], other.graph.levels[depth])
                for (colour, weight) in zip(own.colours, own.weights) { counts[colour, default: 0] += weight }
                for (colour, weight) in zip(others.colours, others.weights) { counts[colour, default: 0] -= weight }
                let distance = counts.values.reduce(0) { $0 + $1 * $1 }
                #expect(abs(found[depth][number] - distance) < 1e-4)
            }
        }
    }
}
