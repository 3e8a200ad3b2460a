import Foundation
import NAS
import NetworkGraph
import Support
import TestSupport
import Testing

@testable import Datasets

/// Prints the time to fill a batch, beside the readable twin's, and that to verify a file; asserts nothing.
/// `NAS_SPEED=1 ./test --filter GatheringSpeedReport`
@Suite(.serialized, .enabled(if: ProcessInfo.processInfo.environment["NAS_SPEED"] != nil, "set NAS_SPEED=1"))
struct GatheringSpeedReport {
    @Test(arguments: [Shape(height: 28, width: 28, channels: 1), Shape(height: 32, width: 32, channels: 3)])
    func batchOf64(_ shape: Shape) throws {
        let dataset = Dataset.noisy(4096, shape: shape)
        let normalisation = Normalisation(dataset, training: Array(0..<4096))
        let examples = try PreparedExamples(dataset, indices: Array(0..<4096), input: shape, normalisation: normalisation)
        let twin = ReferenceBatch(shape: shape, images: dataset.images, normalisation: normalisation)
        var random = RandomStream(seed: 1, purpose: .test)
        let order = (0..<4096).map { _ in random.nextInt(below: 4096) }
        var recipe = TrainingRecipe()
        (recipe.flip, recipe.crop, recipe.cutout) = (true, 4, 8)
        let settings = AugmentationSettings(recipe, shape: shape)
        let augmentations = Augmentation.epoch(count: 4096, settings: settings, shape: shape, random: random)
        var pixels = [Float](repeating: 0, count: 64 * shape.elements)
        var labels: [Int32] = []
        var sum: Float = 0
        for name in ["plain", "augmented", "twin, augmented"] {
            var best = Duration.seconds(1)
            for round in 0..<200 {
                let range = round % 64 * 64..<(round % 64 + 1) * 64
                let time = ContinuousClock().measure {
                    var span = pixels.mutableSpan
                    switch name {
                    case "plain": examples.gather(at: order[range], into: &span, labels: &labels)
                    case "augmented":
                        examples.gather(
                            at: order[range], augmentations: augmentations[range], cutout: 8, into: &span, labels: &labels)
                    default: for place in range { sum += twin.image(order[place], augmentations[place], cutout: 8)[0] }
                    }
                }
                best = min(best, time)
                sum += pixels[round]
            }
            print("SPEED 64 images of \(shape), \(name): \(best) (\(sum))")
        }
    }

    @Test func preparingWritingAndVerifying() throws {
        let shape = Shape(height: 28, width: 28, channels: 1)
        let scratch = try Scratch()
        let preparation = try ExamplePreparation(
            DatasetSource(Dataset.noisy(60_000, shape: shape)), indices: Array(0..<60_000), input: shape)
        let layout = PreparedFile.Layout(preparation, key: preparation.key)
        let first = PreparedCache(folder: scratch.url)
        let clock = ContinuousClock()
        print("SPEED \(layout.byteCount) bytes: made and written in \(clock.measure { _ = first.file(for: preparation) })")
        for _ in 0..<3 {
            print("SPEED verified and mapped in \(clock.measure { _ = PreparedFile.open(first.url(of: layout.key), layout: layout) })")
        }
    }
}
