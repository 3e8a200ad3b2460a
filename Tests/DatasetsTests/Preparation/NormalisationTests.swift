import NetworkGraph
import Testing

@testable import Datasets

@Suite struct NormalisationTests {
    /// Four images of 1x2 with two channels; the last is not for training.
    private let dataset = Dataset(
        name: "x", shape: Shape(height: 1, width: 2, channels: 2), classNames: ["a"],
        images: [0, 10, 2, 10, 4, 10, 6, 10, 8, 10, 10, 10, 255, 0, 255, 0], labels: [0, 0, 0, 0],
        origin: Dataset.Origin(form: "test", folder: nil))

    @Test func isOfTheTrainingPartAndEachChannel() {
        let normalisation = Normalisation(dataset, training: [0, 1, 2])
        #expect(normalisation.mean == [5, 10])
        #expect(abs(normalisation.deviation[0] - (35.0 / 3).squareRoot()) < 1e-12)
        #expect(normalisation.deviation[1] == 1, "a channel of one colour is only moved")
    }

    @Test func preparedTrainingImagesHaveMeanZeroAndDeviationOne() throws {
        let training = try DataSplit(.embeddedDigits, seed: 1).training
        let examples = try PreparedExamples(
            .embeddedDigits, indices: training, input: Dataset.embeddedDigits.shape,
            normalisation: Normalisation(.embeddedDigits, training: training))
        let pixels = examples.gathered(Array(0..<examples.count))
        let mean = pixels.reduce(0.0) { $0 + Double($1) } / Double(pixels.count)
        let variance = pixels.reduce(0.0) { $0 + (Double($1) - mean) * (Double($1) - mean) } / Double(pixels.count)
        #expect(abs(mean) < 1e-6)
        #expect(abs(variance - 1) < 1e-6)
        #expect(examples.labels == training.map { Int32(Dataset.embeddedDigits.labels[$0]) })
    }
}
