import CAllocationCounter
import Foundation
import NetworkGraph
import Support
import TestSupport
import Testing

@testable import Datasets

@Suite struct GatheringTests {
    /// Sides around the width of a vector, and numbers of channels with and without a kernel of their own.
    private static let shapes = [
        Shape(height: 1, width: 1, channels: 1), Shape(height: 3, width: 4, channels: 2), Shape(height: 7, width: 17, channels: 1),
        Shape(height: 28, width: 28, channels: 1), Shape(height: 32, width: 32, channels: 3), Shape(height: 5, width: 3, channels: 3),
        Shape(height: 1, width: 65, channels: 4), Shape(height: 6, width: 5, channels: 64), Shape(height: 2, width: 33, channels: 5),
    ]

    @Test(arguments: shapes) func equalsItsReadableTwin(_ shape: Shape) throws {
        let dataset = Dataset.noisy(9, shape: shape)
        let normalisation = Normalisation(dataset, training: Array(0..<6))
        let indices = [8, 0, 3, 5, 4]
        let examples = try PreparedExamples(dataset, indices: indices, input: shape, normalisation: normalisation)
        let twin = ReferenceBatch(shape: shape, images: dataset.images, normalisation: normalisation)
        let positions = [4, 0, 0, 2]
        #expect(examples.gathered(positions) == positions.flatMap { twin.image(indices[$0]) })
        #expect(examples.gathered(1..<4) == (1..<4).flatMap { twin.image(indices[$0]) })

        var random = RandomStream(seed: 1, purpose: .test)
        let side = max(shape.height, shape.width)
        for cutout in [0, 1, 3, 2 * side] {
            let positions = (0..<60).map { _ in random.nextInt(below: indices.count) }
            let augmentations = positions.map { _ in
                Augmentation(
                    isFlipped: random.nextInt(below: 2) == 1, rowShift: random.nextInt(below: 2 * side + 1) - side,
                    columnShift: random.nextInt(below: 2 * side + 1) - side,
                    cutoutRow: random.nextInt(below: shape.height) - cutout / 2,
                    cutoutColumn: random.nextInt(below: shape.width) - cutout / 2)
            }
            let expected = zip(positions, augmentations).flatMap { twin.image(indices[$0], $1, cutout: cutout) }
            #expect(examples.gathered(positions, augmentations, cutout: cutout) == expected)
        }
    }

    @Test func normalisedIsByteLessMeanByDeviation() throws {
        let dataset = Dataset.noisy(2, shape: Shape(height: 16, width: 16, channels: 1))
        let normalisation = Normalisation(mean: [33.3184], deviation: [78.5675])
        let values = try PreparedExamples(dataset, indices: [0, 1], input: dataset.shape, normalisation: normalisation).gathered([0, 1])
        for (value, byte) in zip(values, dataset.images) {
            #expect(abs(Double(value) - (Double(byte) - 33.3184) / 78.5675) < 5e-7)
        }
    }

    @Test(.enabled(if: allocationCounterIsAvailable(), "counting allocations needs glibc, and no sanitizer"), arguments: [false, true])
    func fillingABatchAllocatesNothing(isMapped: Bool) throws {
        let scratch = try Scratch()
        let dataset = Dataset.noisy(64, shape: Shape(height: 12, width: 12, channels: 3))
        let preparation = try ExamplePreparation(DatasetSource(dataset), indices: Array(0..<64), input: dataset.shape)
        let cache = isMapped ? PreparedCache(folder: scratch.url, smallestBytes: 1) : nil
        let normalisation = Normalisation(dataset, training: Array(0..<64))
        let examples = try PreparedExamples(preparation, normalisation: normalisation, cache: cache)
        #expect(examples.isMapped == isMapped)
        let augmentations = (0..<64).map { Augmentation(isFlipped: $0 % 2 == 0, rowShift: $0 % 3 - 1, cutoutRow: 2) }
        let order = Array(0..<64)
        var pixels = [Float](repeating: 0, count: 64 * dataset.shape.elements)
        var labels: [Int32] = []
        labels.reserveCapacity(64)
        var span = pixels.mutableSpan
        for round in 0..<4 {
            // The first time also takes what the runtime needs to know of the types.
            if round == 1 { allocationCounterStart(nil) }
            examples.gather(at: order[0..<64], into: &span, labels: &labels)
            examples.gather(0..<64, into: &span, labels: &labels)
            examples.gather(at: order[0..<64], augmentations: augmentations[0..<64], cutout: 3, into: &span, labels: &labels)
        }
        let allocations = allocationCounterStop()
        #expect(allocations.count == 0, "the first of \(allocations.bytes) bytes")
        #expect(labels == (0..<64).map { Int32($0 % 2) })
    }
}
