public import NetworkGraph
public import Support

/// Labelled examples, pictures, series, rows of a table or texts: what a candidate is trained, validated and tested on.
public struct Dataset: Sendable {
    /// The name the user gave, or the folder's.
    public let name: String
    /// What the examples are.
    public let kind: ExampleKind
    /// One example's shape. Grey images have one channel, colour images three (red, green, blue); a series has height 1 and a width of
    /// time steps, a row of a table height 1 and width 1, a text height 1 and a width of bytes.
    public let shape: Shape
    /// One name a class, in the order of the labels.
    public let classNames: [String]
    /// All examples one after the other.
    public let values: ExampleValues
    /// One label an example, below `classes`.
    public let labels: [UInt8]
    /// The examples from this index on are the set's customary test part; nil where the set has none.
    public let customaryTestStart: Int?
    /// The examples from this index on, up to the customary test part, are the set's customary validation part; nil where the set has none.
    public let customaryValidationStart: Int?
    /// Which group (recording, subject, speaker) each example is of: a split keeps a group in one part. Nil where no example is known to
    /// have to do with another.
    public let groups: [Int]?
    /// What the channels of a series or the columns of a table are, and how a file's fields become values; nil for pictures and texts.
    public let features: FeatureColumns?
    /// Where it comes from, for people.
    public internal(set) var origin: Origin
    /// A hash of shape, classes, values, labels, groups and the customary parts: equal means equal content, wherever it was
    /// read from and whatever it was called.
    public let fingerprint: StableHash

    /// Where a data set comes from, for people.
    public struct Origin: Sendable, Hashable {
        /// `embedded`, `IDX`, `CIFAR-10 binary`, `CIFAR-100 binary`, `pictures in folders`, `NumPy`, `CSV of pixels`, `table`,
        /// `long table`, `UCR/UEA archive`, `sound`, `table of texts`, `texts in files`, `texts in folders`.
        public let form: String
        /// The folder or the file it was read from; nil for the embedded set.
        public let folder: String?
        /// Who made it; nil where that is not known.
        public let source: String?
        /// The licence; nil where that is not known.
        public let licence: String?
        /// What was made of the files that its owner may not expect: sizes that were changed, files that were left out. A line each.
        public let notes: [String]
        /// What its owner said of it, in a file or where it was asked for: with these options it is read again as it is.
        public internal(set) var options = DataOptions()

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
        self.init(
            name: name, kind: .pictures, shape: shape, classNames: classNames, values: .bytes(images), labels: labels,
            customaryValidationStart: customaryValidationStart, customaryTestStart: customaryTestStart, origin: origin)
    }

    /// Creates a data set in memory.
    ///
    /// - Parameter groups: the group of each example, numbered in any way. Groups of one example each are as none.
    /// - Precondition: as many examples of `shape` as labels, every label below the number of classes, at most 256 classes; the customary
    ///   validation part begins before the customary test part; no value is infinite.
    public init(
        name: String, kind: ExampleKind, shape: Shape, classNames: [String], values: ExampleValues, labels: [UInt8],
        customaryValidationStart: Int? = nil, customaryTestStart: Int? = nil, groups: [Int]? = nil, features: FeatureColumns? = nil,
        origin: Origin
    ) {
        precondition(values.count == labels.count * shape.elements && classNames.count <= 256)
        precondition(labels.allSatisfy { Int($0) < classNames.count })
        precondition(customaryTestStart.map { (0...labels.count).contains($0) } ?? true)
        precondition(customaryValidationStart.map { (0...(customaryTestStart ?? labels.count)).contains($0) } ?? true)
        precondition(groups.map { $0.count == labels.count } ?? true)
        self.name = name
        self.kind = kind
        self.shape = shape
        self.classNames = classNames
        self.values = values
        self.labels = labels
        self.customaryValidationStart = customaryValidationStart
        self.customaryTestStart = customaryTestStart
        self.groups = groups.flatMap(Self.numbered)
        self.features = features
        self.origin = origin
        fingerprint = Self.fingerprint(
            shape: shape, classes: classNames.count, values: values, labels: labels, customaryValidationStart: customaryValidationStart,
            customaryTestStart: customaryTestStart, groups: self.groups)
    }

    /// A set that was kept as it was read, with the fingerprint that it had.
    init(stored description: StoredDataset.Description, shape: Shape, values: ExampleValues, labels: [UInt8], groups: [Int]?) {
        name = description.name
        kind = ExampleKind(rawValue: description.kind) ?? .pictures
        self.shape = shape
        classNames = description.classNames
        self.values = values
        self.labels = labels
        (customaryTestStart, customaryValidationStart) = (description.customaryTestStart, description.customaryValidationStart)
        self.groups = groups
        features = description.features
        origin = Origin(
            form: description.originForm, folder: description.folder, source: description.source, licence: description.licence,
            notes: description.notes)
        origin.options = description.options
        fingerprint = description.fingerprint
    }

    /// Groups numbered in the order in which they come; nil where each has one example.
    private static func numbered(_ groups: [Int]) -> [Int]? {
        var numbers: [Int: Int] = [:]
        let result = groups.map { group in
            let number = numbers[group] ?? numbers.count
            numbers[group] = number
            return number
        }
        return numbers.count < groups.count ? result : nil
    }

    /// What finds the set again from any folder: where it was read from, or the name of the embedded set.
    public var place: String { origin.folder ?? name }
    /// How many examples there are, the customary test part included.
    public var count: Int { labels.count }
    /// How many classes there are.
    public var classes: Int { classNames.count }
    /// What a search space needs to know of the data.
    public var task: TaskShape { TaskShape(input: shape, classes: classes) }

    /// Some of the examples, in the order of the indices.
    package func subset(_ indices: [Int]) -> Dataset {
        Dataset(
            name: name, kind: kind, shape: shape, classNames: classNames, values: values.examples(indices, elements: shape.elements),
            labels: indices.map { labels[$0] }, groups: groups.map { groups in indices.map { groups[$0] } }, features: features,
            origin: origin)
    }

    /// Examples of the customary test part, 0 where there is none.
    public var customaryTestCount: Int { customaryTestStart.map { count - $0 } ?? 0 }
}
