internal import Foundation
internal import NetworkGraph
internal import Support

/// A folder in the form of MNIST: two IDX files of images and two of labels, each plain or `.gz`.
enum IDXFolder {
    static let trainImages = ["train-images-idx3-ubyte", "train-images.idx3-ubyte", "train-images-idx4-ubyte", "train-images.idx4-ubyte"]
    static let trainLabels = ["train-labels-idx1-ubyte", "train-labels.idx1-ubyte"]
    static let testImages = [
        "t10k-images-idx3-ubyte", "t10k-images.idx3-ubyte", "test-images-idx3-ubyte", "test-images.idx3-ubyte",
        "t10k-images-idx4-ubyte", "t10k-images.idx4-ubyte", "test-images-idx4-ubyte", "test-images.idx4-ubyte",
    ]
    static let testLabels = ["t10k-labels-idx1-ubyte", "t10k-labels.idx1-ubyte", "test-labels-idx1-ubyte", "test-labels.idx1-ubyte"]

    /// Whether any of the customary files is there, so that a folder with one missing is called by its form.
    static func isPresent(in folder: URL) -> Bool {
        [trainImages, trainLabels, testImages, testLabels].contains { DataFile.find($0, in: folder) != nil }
    }

    /// Reads the folder. Without test files the set has no customary test part.
    ///
    /// - Parameter known: the public set this is meant to be, whose number of classes then holds.
    static func load(_ folder: URL, name: String, known: DataCatalog.Entry?) throws(Diagnostic) -> Dataset {
        // The test part comes first, and the training part leaves room for it: a set in memory twice is what a worker would
        // need most memory for. What is wrong with the training part is still said first.
        let hasTest = DataFile.find(testImages, in: folder) != nil || DataFile.find(testLabels, in: folder) != nil
        let testResult = hasTest ? Result { () throws(Diagnostic) in try part(images: testImages, labels: testLabels, in: folder) } : nil
        var train = try part(
            images: trainImages, labels: trainLabels, in: folder, room: (try? testResult?.get())?.images.count ?? 0)
        let test = try testResult?.get()
        var images = train.takeImages()
        var labels = train.labels
        var testStart: Int?
        if let test {
            guard test.shape == train.shape else {
                throw Diagnostic(
                    "has images of \(test.shape), the training images are \(train.shape)", file: test.imagesURL.path)
            }
            testStart = labels.count
            images += test.images
            labels += test.labels
        }
        let fileNames = try DataFile.classNames(["classes.txt"], in: folder)
        let given = fileNames ?? known?.classNames
        let classNames = if let given { given } else { try numberedClasses(of: train) }
        try train.check(classes: classNames.count)
        try test?.check(classes: classNames.count)
        return Dataset(
            name: name, shape: train.shape, classNames: classNames, images: images, labels: labels, customaryTestStart: testStart,
            origin: Dataset.Origin(form: "IDX", folder: folder.path, source: known?.source, licence: known?.licence))
    }

    private struct Part {
        let shape: Shape
        private(set) var images: [UInt8]
        let labels: [UInt8]
        let imagesURL: URL
        let labelsURL: URL

        /// Hands the images over, so that they can grow where they are.
        mutating func takeImages() -> [UInt8] {
            defer { images = [] }
            return images
        }

        func check(classes: Int) throws(Diagnostic) {
            guard let index = labels.firstIndex(where: { Int($0) >= classes }) else { return }
            throw Diagnostic(
                "label \(labels[index]) of image \(index) is out of range: there are \(classes) classes, 0 to \(classes - 1)",
                file: labelsURL.path)
        }
    }

    private static func part(
        images imageNames: [String], labels labelNames: [String], in folder: URL, room: Int = 0
    ) throws(Diagnostic) -> Part {
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
        return Part(shape: shape, images: images.elements, labels: labels.elements, imagesURL: imagesURL, labelsURL: labelsURL)
    }

    private static func require(_ names: [String], in folder: URL) throws(Diagnostic) -> URL {
        if let url = DataFile.find(names, in: folder) { return url }
        throw Diagnostic(
            "\(names[0]) (or \(names[0]).gz) is missing", file: folder.path,
            hint: "'\(Program.name) data' lists the files a folder of one's own must hold")
    }

    /// Without a list of names the classes are 0 up to the largest training label.
    private static func numberedClasses(of part: Part) throws(Diagnostic) -> [String] {
        var seen = [Bool](repeating: false, count: 256)
        for label in part.labels { seen[Int(label)] = true }
        let classes = (seen.lastIndex(of: true) ?? 0) + 1
        let distinct = seen.count { $0 }
        // One missing class may be meant (letters that start at 1); most of them missing is a file of something else.
        guard distinct >= 2, 2 * distinct > classes else {
            throw Diagnostic(
                "holds \(distinct) different \(Plural.word(distinct, "label")), the largest is \(classes - 1): "
                    + "labels must be 0, 1, 2 ...",
                file: part.labelsURL.path, hint: "where the gaps are meant, put the names of all classes into classes.txt, one a line")
        }
        return (0..<classes).map(String.init)
    }
}

/// What an image may be.
enum ImageLimits {
    static let largestSide = 4096
    static let largestChannels = 64

    static func check(_ shape: Shape, fileName: String) throws(Diagnostic) {
        guard (1...largestSide).contains(shape.height), (1...largestSide).contains(shape.width),
            (1...largestChannels).contains(shape.channels)
        else {
            throw Diagnostic(
                "has images of \(shape), sides up to \(largestSide) and up to \(largestChannels) channels are possible", file: fileName)
        }
    }
}
