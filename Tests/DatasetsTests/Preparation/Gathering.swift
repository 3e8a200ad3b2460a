import NetworkGraph
import Support
import TestSupport

@testable import Datasets

extension PreparedExamples {
    /// In memory, of a data set that stays there.
    init(_ dataset: Dataset, indices: [Int], input: Shape, normalisation: Normalisation) throws(Diagnostic) {
        let preparation = try ExamplePreparation(DatasetSource(dataset), indices: indices, input: input)
        try self.init(preparation, normalisation: normalisation, cache: nil)
    }

    /// A batch as a network would get it, on top of what an earlier one has left.
    func gathered(_ positions: [Int]) -> [Float] {
        var pixels = [Float](repeating: .nan, count: positions.count * shape.elements)
        var span = pixels.mutableSpan
        var labels: [Int32] = [7]
        gather(at: positions[...], into: &span, labels: &labels)
        precondition(labels == positions.map { self.labels[$0] })
        return pixels
    }

    func gathered(_ positions: [Int], _ augmentations: [Augmentation], cutout: Int) -> [Float] {
        var pixels = [Float](repeating: .nan, count: positions.count * shape.elements)
        var span = pixels.mutableSpan
        var labels: [Int32] = [7]
        gather(at: positions[...], augmentations: augmentations[...], cutout: cutout, into: &span, labels: &labels)
        precondition(labels == positions.map { self.labels[$0] })
        return pixels
    }

    func gathered(_ positions: Range<Int>) -> [Float] {
        var pixels = [Float](repeating: .nan, count: positions.count * shape.elements)
        var span = pixels.mutableSpan
        var labels: [Int32] = [7]
        gather(positions, into: &span, labels: &labels)
        precondition(labels == positions.map { self.labels[$0] })
        return pixels
    }

    var imageBytes: [UInt8] { withImages { images in images.indices.map { images[$0] } } }
}

extension Dataset {
    /// Images that do not repeat, half of one class and half of the other.
    static func noisy(_ count: Int, shape: Shape, seed: UInt64 = 1) -> Dataset {
        Dataset(
            name: "noise", shape: shape, classNames: ["a", "b"], images: noise(count * shape.elements, seed: seed),
            labels: (0..<count).map { UInt8($0 % 2) }, origin: Dataset.Origin(form: "test", folder: nil))
    }
}
