public import NetworkGraph
public import Support

/// Labelled images in memory: what a candidate is trained, validated and tested on.
public struct Dataset: Sendable {
    /// The name the user gave, or the folder's.
    public let name: String
    /// One image's shape. Grey images have one channel, colour images three (red, green, blue).
    public let shape: Shape
    /// One name a class, in the order of the labels.
    public let classNames: [String]
    /// All images one after the other, each in the order height, width, channels (NHWC), 0 ... 255.
    public let images: [UInt8]
    /// One label an image, below `classes`.
    public let labels: [UInt8]
    /// The images from this index on are the set's customary test part; nil where the set has none.
    public let customaryTestStart: Int?
    /// The images from this index on, up to the customary test part, are the set's customary validation part; nil where the set has none.
    public let customaryValidationStart: Int?
    /// Where it comes from, for people.
    public let origin: Origin
    /// A hash of shape, classes, images, labels and the customary parts: equal means equal content, wherever it was
    /// read from and whatever it was called.
    public let fingerprint: StableHash

    /// Where a data set comes from, for people.
    public struct Origin: Sendable, Hashable {
        /// `embedded`, `IDX`, `CIFAR-10 binary`, `CIFAR-100 binary`, `pictures in folders`, `NumPy`, `CSV of pixels`.
        public let form: String
        /// The folder or the file it was read from; nil for the embedded set.
        public let folder: String?
        /// Who made it; nil where that is not known.
        public let source: String?
        /// The licence; nil where that is not known.
        public let licence: String?
        /// What was made of the files that its owner may not expect: sizes that were changed, files that were left out. A line each.
        public let notes: [String]

        /// Creates an origin.
        public init(form: String, folder: String?, source: String? = nil, licence: String? = nil, notes: [String] = []) {
            self.form = form
            self.folder = folder
            self.source = source
            self.licence = licence
            self.notes = notes
        }

        /// The origin with one more note, where there is one.
        func noting(_ note: String?) -> Origin {
            guard let note else { return self }
            return Origin(form: form, folder: folder, source: source, licence: licence, notes: notes + [note])
        }
    }

    /// Creates a data set of images in memory.
    ///
    /// - Precondition: as many images of `shape` as labels, every label below the number of classes, at most 256 classes; the customary
    ///   validation part begins before the customary test part.
    public init(
        name: String, shape: Shape, classNames: [String], images: [UInt8], labels: [UInt8], customaryValidationStart: Int? = nil,
        customaryTestStart: Int? = nil, origin: Origin
    ) {
        precondition(images.count == labels.count * shape.elements && classNames.count <= 256)
        precondition(labels.allSatisfy { Int($0) < classNames.count })
        precondition(customaryTestStart.map { (0...labels.count).contains($0) } ?? true)
        precondition(customaryValidationStart.map { (0...(customaryTestStart ?? labels.count)).contains($0) } ?? true)
        self.name = name
        self.shape = shape
        self.classNames = classNames
        self.images = images
        self.labels = labels
        self.customaryValidationStart = customaryValidationStart
        self.customaryTestStart = customaryTestStart
        self.origin = origin
        fingerprint = Self.fingerprint(
            shape: shape, classes: classNames.count, images: images, labels: labels, customaryValidationStart: customaryValidationStart,
            customaryTestStart: customaryTestStart)
    }

    /// How many images there are, the customary test part included.
    public var count: Int { labels.count }
    /// How many classes there are.
    public var classes: Int { classNames.count }
    /// What a search space needs to know of the data.
    public var task: TaskShape { TaskShape(input: shape, classes: classes) }

    /// Some of the images, in the order of the indices.
    package func subset(_ indices: [Int]) -> Dataset {
        var chosen: [UInt8] = []
        chosen.reserveCapacity(indices.count * shape.elements)
        for index in indices { chosen += images[index * shape.elements..<(index + 1) * shape.elements] }
        return Dataset(
            name: name, shape: shape, classNames: classNames, images: chosen, labels: indices.map { labels[$0] }, origin: origin)
    }

    /// Images of the customary test part, 0 where there is none.
    public var customaryTestCount: Int { customaryTestStart.map { count - $0 } ?? 0 }

    /// A hash of one example, image and label: equal for the same picture whatever form it was read from.
    package func fingerprint(ofExample index: Int) -> StableHash {
        var hasher = StableHasher()
        for number in [shape.height, shape.width, shape.channels, Int(labels[index])] { hasher.combine(number) }
        images.withUnsafeBytes { hasher.update(bytes: .init(rebasing: $0[index * shape.elements..<(index + 1) * shape.elements])) }
        return hasher.finalize()
    }

    private static func fingerprint(
        shape: Shape, classes: Int, images: [UInt8], labels: [UInt8], customaryValidationStart: Int?, customaryTestStart: Int?
    ) -> StableHash {
        var hasher = StableHasher()
        for number in [shape.height, shape.width, shape.channels, classes, labels.count, customaryTestStart ?? -1] {
            hasher.combine(number)
        }
        images.withUnsafeBytes { hasher.update(bytes: $0) }
        labels.withUnsafeBytes { hasher.update(bytes: $0) }
        // Sets without one keep the fingerprint they had before there was such a part.
        if let customaryValidationStart {
            hasher.combine("validation")
            hasher.combine(customaryValidationStart)
        }
        return hasher.finalize()
    }
}
