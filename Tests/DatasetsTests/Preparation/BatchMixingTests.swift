import NAS
import NetworkGraph
import Support
import Testing

@testable import Datasets

@Suite struct BatchMixingTests {
    private static let shape = Shape(height: 4, width: 5, channels: 2)

    /// A batch of so many images, each of one value.
    private func mixed(_ mixing: BatchMixing, count: Int) -> [[Float]] {
        let elements = Self.shape.elements
        var pixels = (0..<count * elements).map { Float($0 / elements + 1) }
        var span = pixels.mutableSpan
        mixing.mix(&span, count: count, shape: Self.shape)
        return (0..<count).map { Array(pixels[$0 * elements..<($0 + 1) * elements]) }
    }

    private func draws(mixup: Double = 0, cutmix: Double = 0, batches: Int = 4000, epoch: UInt32 = 0) -> [BatchMixing] {
        var recipe = TrainingRecipe()
        (recipe.mixup, recipe.cutmix) = (mixup, cutmix)
        return BatchMixing.epoch(
            batches: batches, recipe: recipe, shape: Self.shape, random: RandomStream(seed: 1, purpose: .mixing, index: epoch))
    }

    @Test func pairsFromBothEndsAreBlended() {
        let images = mixed(BatchMixing(share: 0.75), count: 5)
        #expect(images.map { $0[0] } == [2, 2.5, 3, 3.5, 4])
        #expect(images.allSatisfy { Set($0).count == 1 })
    }

    @Test func boxesAreSwapped() {
        // Half of each side around the pixel in row 1 and column 1.
        let mixing = BatchMixing(share: 0.75, row: 1, column: 1, shape: Self.shape)
        #expect(mixing.box == BatchMixing.Box(rows: 0..<2, columns: 0..<2) && mixing.share == 1 - 4 / 20.0)
        let images = mixed(mixing, count: 3)
        for (own, other, image) in [(1, 3, images[0]), (2, 2, images[1]), (3, 1, images[2])] as [(Float, Float, [Float])] {
            for row in 0..<4 {
                for column in 0..<5 {
                    let expected = row < 2 && column < 2 ? other : own
                    #expect(image[(row * 5 + column) * 2] == expected && image[(row * 5 + column) * 2 + 1] == expected)
                }
            }
        }
    }

    @Test func aBoxOutsideIsCutAndCounted() {
        let whole = BatchMixing(share: 0, row: 0, column: 0, shape: Self.shape)
        #expect(whole.box == BatchMixing.Box(rows: 0..<2, columns: 0..<3) && abs(whole.share - 0.7) < 1e-6)
        let none = BatchMixing(share: 1, row: 3, column: 4, shape: Self.shape)
        #expect(none.share == 1 && mixed(none, count: 2).map { $0[0] } == [1, 2])
        let series = BatchMixing(share: 0.75, row: 0, column: 5, shape: Shape(height: 1, width: 10, channels: 1))
        #expect(series.box == BatchMixing.Box(rows: 0..<1, columns: 3..<8) && series.share == 0.5)
    }

    @Test func drawsAreAFunctionOfTheStream() {
        #expect(draws(mixup: 0.4) == draws(mixup: 0.4) && draws(mixup: 0.4) != draws(mixup: 0.4, epoch: 1))
        #expect(Array(draws(cutmix: 1).prefix(7)) == draws(cutmix: 1, batches: 7))
        #expect(draws().isEmpty)
        #expect(draws(mixup: 0.4).allSatisfy { $0.box == nil && (0...1).contains($0.share) })
        #expect(draws(cutmix: 0.4).allSatisfy { $0.box != nil && (0...1).contains($0.share) })
        // Beta(1, 1) is uniform: mean one half, deviation 0.29 of a draw.
        let shares: [Float] = draws(mixup: 1).map(\.share)
        let mean: Float = shares.reduce(0, +) / 4000
        #expect(abs(mean - 0.5) < 0.0229, "five deviations")
        let both = draws(mixup: 1, cutmix: 1).count { $0.box != nil }
        #expect(abs(both - 2000) < 159, "five deviations")
    }
}
