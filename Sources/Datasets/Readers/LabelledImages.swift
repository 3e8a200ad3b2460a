internal import NetworkGraph
internal import Support

/// The images and labels of one part of a data set whose labels are numbers, with the files they came from.
struct LabelledImages {
    let shape: Shape
    let images: GrowingValues<UInt8>
    let labels: [UInt8]
    let imagesFile: String
    let labelsFile: String

    init(shape: Shape, images: GrowingValues<UInt8>, labels: [UInt8], imagesFile: String, labelsFile: String) {
        precondition(images.count == labels.count * shape.elements)
        self.shape = shape
        self.images = images
        self.labels = labels
        self.imagesFile = imagesFile
        self.labelsFile = labelsFile
    }

    func check(classes: Int) throws(Diagnostic) {
        guard let index = labels.firstIndex(where: { Int($0) >= classes }) else { return }
        throw Diagnostic(
            "label \(labels[index]) of image \(index) is out of range: there are \(classes) classes, 0 to \(classes - 1)",
            file: labelsFile)
    }

    func check(shape training: Shape) throws(Diagnostic) {
        guard shape != training else { return }
        throw Diagnostic("has images of \(shape), the training images are \(training)", file: imagesFile)
    }

    /// That training knows every class: what is never seen cannot be learned.
    func check(classesOf training: LabelledImages) throws(Diagnostic) {
        let seen = training.seen
        guard let index = labels.firstIndex(where: { !seen[Int($0)] }) else { return }
        throw Diagnostic(
            "label \(labels[index]) of image \(index) is that of no training image", file: labelsFile,
            hint: "leave its images out, or put some of them into the training part")
    }

    /// Without a list of names the classes are 0 up to the largest training label.
    func numberedClasses() throws(Diagnostic) -> [String] {
        let seen = self.seen
        let classes = (seen.lastIndex(of: true) ?? 0) + 1
        let distinct = seen.count { $0 }
        // One missing class may be meant (letters that start at 1); most of them missing is a file of something else.
        guard distinct >= 2 else {
            throw Diagnostic(
                "holds one class only, label \(classes - 1)", file: labelsFile, hint: "at least two classes are needed: labels 0 and 1")
        }
        guard 2 * distinct > classes else {
            throw Diagnostic(
                "holds \(distinct) different \(Plural.word(distinct, "label")), the largest is \(classes - 1): "
                    + "labels must be 0, 1, 2 ...",
                file: labelsFile, hint: "where the gaps are meant, put the names of all classes into classes.txt, one a line")
        }
        return (0..<classes).map(String.init)
    }

    /// Classes that have only a number and no image, in a line.
    func missingClasses(of classes: Int) -> String? {
        let missing = (0..<classes).filter { !seen[$0] }
        guard let first = missing.first else { return nil }
        let listed = missing.prefix(6).map(String.init).joined(separator: ", ") + (missing.count > 6 ? " ..." : "")
        let origin = missing == [0] ? ": labels that begin with 1 leave a class without images" : ""
        return "no training image has the \(missing.count == 1 ? "label \(first)" : "labels \(listed)")\(origin)"
    }

    private var seen: [Bool] {
        var seen = [Bool](repeating: false, count: 256)
        for label in labels { seen[Int(label)] = true }
        return seen
    }
}

/// The parts of a data set whose labels are numbers.
struct LabelledParts {
    let training: LabelledImages
    var validation: LabelledImages?
    var test: LabelledImages?

    /// Joins the parts: training, validation, test.
    ///
    /// - Parameter classNames: from a file; without them the known set's, else numbers.
    func dataset(as identity: DataIdentity, classNames: [String]?, origin: Dataset.Origin) throws(Diagnostic) -> Dataset {
        let given = classNames ?? identity.known?.classNames
        let names = if let given { given } else { try training.numberedClasses() }
        for part in [training, validation, test] {
            try part?.check(shape: training.shape)
            try part?.check(classes: names.count)
        }
        let shape = training.shape
        var labels = training.labels
        let missing = given == nil ? training.missingClasses(of: names.count) : nil
        // The largest part grows where it is: a set in memory twice is what a worker would need most memory for.
        let images = training.images
        var starts: (validation: Int?, test: Int?)
        if let validation {
            starts.validation = labels.count
            try images.append(contentsOf: validation.images)
            labels += validation.labels
        }
        if let test {
            starts.test = labels.count
            try images.append(contentsOf: test.images)
            labels += test.labels
        }
        return Dataset(
            name: identity.name, kind: .pictures, shape: shape, classNames: names, values: try images.finished(), labels: labels,
            customaryValidationStart: starts.validation, customaryTestStart: starts.test, origin: origin.noting(missing))
    }
}
