import NAS
import NetworkGraph
import Support
import TensorCore
import Testing

@testable import Datasets

@Suite struct AugmentationTests {
    /// One image of 3x4 with two channels, whose normalisation changes nothing.
    private let examples: PreparedExamples = {
        let shape = Shape(height: 3, width: 4, channels: 2)
        let dataset = Dataset(
            name: "x", shape: shape, classNames: ["a"], images: (1...24).map(UInt8.init), labels: [0],
            origin: Dataset.Origin(form: "test", folder: nil))
        do {
            return try PreparedExamples(
                dataset, indices: [0], input: shape, normalisation: Normalisation(mean: [0, 0], deviation: [1, 1]))
        } catch {
            preconditionFailure("\(error)")
        }
    }()

    /// The first channel, row by row.
    private func result(_ augmentation: Augmentation, cutout: Int = 0) -> [Float] {
        let pixels = examples.gathered([0], [augmentation], cutout: cutout)
        let second = stride(from: 1, to: 24, by: 2).map { pixels[$0] }
        let first = stride(from: 0, to: 24, by: 2).map { pixels[$0] }
        #expect(zip(first, second).allSatisfy { $0 == 0 && $1 == 0 || $0 + 1 == $1 }, "channels move together")
        return first
    }

    @Test func nothingIsTheImage() {
        #expect(result(Augmentation()) == [1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23])
    }

    @Test func flipMirrorsLeftAndRight() {
        #expect(result(Augmentation(isFlipped: true)) == [7, 5, 3, 1, 15, 13, 11, 9, 23, 21, 19, 17])
    }

    @Test func shiftFillsWithBlack() {
        #expect(result(Augmentation(rowShift: 1, columnShift: -2)) == [0, 0, 9, 11, 0, 0, 17, 19, 0, 0, 0, 0])
        #expect(result(Augmentation(rowShift: -3)) == [Float](repeating: 0, count: 12))
        #expect(result(Augmentation(isFlipped: true, columnShift: 1)) == [5, 3, 1, 0, 13, 11, 9, 0, 21, 19, 17, 0])
    }

    @Test func cutoutIsASquareThatMayLieOutside() {
        #expect(result(Augmentation(cutoutRow: 1, cutoutColumn: 1), cutout: 2) == [1, 3, 5, 7, 9, 0, 0, 15, 17, 0, 0, 23])
        #expect(result(Augmentation(cutoutRow: -1, cutoutColumn: 3), cutout: 2) == [1, 3, 5, 0, 9, 11, 13, 15, 17, 19, 21, 23])
    }

    @Test func hugeSettingsAreBroughtIntoBounds() {
        var recipe = TrainingRecipe()
        (recipe.crop, recipe.cutout) = (.max, .max)
        let settings = AugmentationSettings(recipe, shape: examples.shape)
        #expect(settings.crop == 4)
        #expect(settings.cutout == 8)
    }

    /// What earlier versions drew, draw by draw: recipes without later additions train to the same bits.
    @Test func drawsStayWhatTheyWere() {
        var recipe = TrainingRecipe()
        (recipe.flip, recipe.crop, recipe.cutout) = (true, 1, 2)
        let shape = Shape(height: 6, width: 7, channels: 3)
        let stream = RandomStream(seed: 3, purpose: .augmentation, index: 2)
        let drawn = Augmentation.epoch(
            count: 50, settings: AugmentationSettings(recipe, shape: shape), shape: shape, random: stream)
        var random = stream
        for augmentation in drawn {
            #expect(augmentation.isFlipped == (random.nextInt(below: 2) == 1))
            #expect(augmentation.rowShift == random.nextInt(below: 3) - 1)
            #expect(augmentation.columnShift == random.nextInt(below: 3) - 1)
            #expect(augmentation.cutoutRow == random.nextInt(below: 6) - 1)
            #expect(augmentation.cutoutColumn == random.nextInt(below: 7) - 1)
            #expect(augmentation.degrees == 0 && augmentation.colour == Augmentation().colour)
        }
    }

    @Test func turnsAndColoursAreUniform() {
        var recipe = TrainingRecipe()
        (recipe.rotation, recipe.brightness, recipe.contrast, recipe.saturation) = (20, 0.4, 2, 0.1)
        let settings = AugmentationSettings(recipe, shape: examples.shape)
        #expect(settings.isActive && settings.changesPixels)
        let drawn = Augmentation.epoch(
            count: 5000, settings: settings, shape: examples.shape, random: RandomStream(seed: 4, purpose: .augmentation))
        func check(_ values: [Float], _ least: Float, _ most: Float) {
            #expect(values.allSatisfy { $0 >= least && $0 <= most })
            // Each fourth of a uniform distribution holds as many, give or take five deviations.
            let places: [Float] = values.map { ($0 - least) / (most - least) }
            for part in 0..<4 {
                let count = places.count { Int($0 * 4) == part }
                #expect(abs(count - 1250) < 154)
            }
        }
        check(drawn.map(\.degrees), -20, 20)
        check(drawn.map(\.colour.brightness), 0.6, 1.4)
        check(drawn.map(\.colour.contrast), 0, 3)
        check(drawn.map(\.colour.saturation), 0.9, 1.1)
    }
}
