internal import Foundation
internal import NetworkGraph
internal import Support

/// A folder in the form of MNIST: two IDX files of images and two of labels, each plain or `.gz`.
struct IDXReader: DataReader {
    private static let trainImages = [
        "train-images-idx3-ubyte", "train-images.idx3-ubyte", "train-images-idx4-ubyte", "train-images.idx4-ubyte",
    ]
    private static let trainLabels = ["train-labels-idx1-ubyte", "train-labels.idx1-ubyte"]
    private static let testImages = [
        "t10k-images-idx3-ubyte", "t10k-images.idx3-ubyte", "test-images-idx3-ubyte", "test-images.idx3-ubyte",
        "t10k-images-idx4-ubyte", "t10k-images.idx4-ubyte", "test-images-idx4-ubyte", "test-images.idx4-ubyte",
    ]
    private static let testLabels = [
        "t10k-labels-idx1-ubyte", "t10k-labels.idx1-ubyte", "test-labels-idx1-ubyte", "test-labels.idx1-ubyte",
    ]

    let title = "IDX"
    let options: Set<DataOptions.Key> = [.kind, .resize]
    let files = [
        "IDX: train-images-idx3-ubyte (count, height, width) or train-images-idx4-ubyte (count, height, width, channels),",
        "     train-labels-idx1-ubyte; and, where there is a test part, test-images-idx3-ubyte and test-labels-idx1-ubyte",
        "     (MNIST's t10k-... does too). Bytes 0 to 255, labels from 0. Each may be compressed (.gz).",
        "     A series has height 1. Optional: classes.txt, the names of the classes, one a line.",
    ]

    /// Any of the customary files is enough, so that a folder with one missing is called by its form.
    func place(in folder: URL) -> URL? {
        CustomaryPlaces.places(in: folder).first { place in
            [Self.trainImages, Self.trainLabels, Self.testImages, Self.testLabels].contains { DataFile.find($0, in: place) != nil }
        }
    }

    /// Reads the folder. Without test files the set has no customary test part.
    func read(_ folder: URL, as identity: DataIdentity) throws(Diagnostic) -> Dataset {
        // The test part comes first, and the training part leaves room for it: a set in memory twice is what a worker would
        // need most memory for. What is wrong with the training part is still said first.
        let hasTest = DataFile.find(Self.testImages, in: folder) != nil || DataFile.find(Self.testLabels, in: folder) != nil
        var test =
            hasTest
            ? Result { () throws(Diagnostic) in try Self.part(images: Self.testImages, labels: Self.testLabels, in: folder) } : nil
        var parts = LabelledParts(
            training: try Self.part(
                images: Self.trainImages, labels: Self.trainLabels, in: folder, room: (try? test?.get())?.images.count ?? 0))
        parts.test = try test?.get()
        test = nil
        try parts.test?.check(shape: parts.training.shape)
        return try parts.dataset(
            as: identity, classNames: try DataFile.classNames(["classes.txt"], in: folder),
            origin: Dataset.Origin(
                form: title, folder: folder.path, source: identity.known?.source, licence: identity.known?.licence))
    }

    private static func part(
        images imageNames: [String], labels labelNames: [String], in folder: URL, room: Int = 0
    ) throws(Diagnostic) -> LabelledImages {
        let imagesURL = try require(imageNames, in: folder)
        let labelsURL = try require(labelNames, in: folder)
        let images = try IDXFile(imagesURL, ranks: 3...4, room: room)
        let labels = try IDXFile(labelsURL, ranks: 1...1)
        let dimensions = images.dimensions
        guard dimensions[0] == labels.dimensions[0] else {
            throw Diagnostic(
                "has \(dimensions[0]) images, but \(labelsURL.lastPathComponent) has \(labels.dimensions[0]) labels", file: imagesURL.path)
        }
        let shape = Shape(height: dimensions[1], width: dimensions[2], channels: dimensions.count == 4 ? dimensions[3] : 1)
        try ImageLimits.check(shape, fileName: imagesURL.path)
        return LabelledImages(
            shape: shape, images: GrowingValues(images.elements), labels: labels.elements, imagesFile: imagesURL.path,
            labelsFile: labelsURL.path)
    }

    private static func require(_ names: [String], in folder: URL) throws(Diagnostic) -> URL {
        if let url = DataFile.find(names, in: folder) { return url }
        throw Diagnostic(
            "\(names[0]) (or \(names[0]).gz) is missing", file: folder.path,
            hint: "'\(Program.name) data' lists the files a folder of one's own must hold")
    }
}
