public import Support

/// Which examples of a data set are for training, which for validation, and which for the test: a pure function of the
/// data set and the seed, stratified by class.
///
/// Validation is what a search sees; the test part is of a type of its own, `TestExamples`, which a trainer does not take.
public struct DataSplit: Sendable {
    /// Indices of training examples, ascending. Normalisation is computed from these alone.
    public let training: [Int]
    /// Indices of validation examples, ascending: taken from the training data, never from the test part.
    public let validation: [Int]
    /// For one final look, after the search.
    public let test: TestExamples
    /// The seed that the split was drawn with.
    public let seed: UInt64

    /// Returns the share of the training data held back for validation where the caller does not say: 0.2 below 20,000 examples, where
    /// fewer would measure nothing, else 0.1.
    public static func defaultValidationShare(examples: Int) -> Double { examples < 20_000 ? 0.2 : 0.1 }

    /// Share of the whole set held back as its test part where it has no customary one.
    public static let defaultTestShare = 0.2

    /// Splits a set. Its customary test part is the test part; without one, `testShare` of each class is drawn first, so that
    /// the test part does not depend on the validation share. Its customary validation part is the validation part, whatever
    /// `validationShare` says. Each class gives its rounded share.
    ///
    /// Where the set has groups, what is drawn are whole groups: no group is in two of the drawn parts, and the classes have about their
    /// shares.
    ///
    /// - Throws: where training or validation would be left empty.
    public init(_ dataset: Dataset, seed: UInt64, validationShare: Double? = nil, testShare: Double = defaultTestShare) throws(Diagnostic) {
        let customary = dataset.customaryTestStart
        let customaryValidation = dataset.customaryValidationStart.map { $0..<(customary ?? dataset.count) }
        let trainable = customaryValidation?.lowerBound ?? customary ?? dataset.count
        let validationShare = validationShare ?? Self.defaultValidationShare(examples: trainable)
        for (name, share) in [("validation", validationShare), ("test", testShare)] where !(share >= 0 && share < 1) {
            throw Diagnostic("the \(name) share must be at least 0 and below 1, got \(share)")
        }
        let test = customary == nil ? testShare : 0
        let validation = customaryValidation == nil ? (1 - test) * validationShare : 0
        // A byte for each example and not its index, for there may be many millions.
        var parts = [Part](repeating: .training, count: dataset.count)
        if let groups = dataset.groups, test + validation > 0 {
            let dealt = try GroupedSplit(
                dataset, groups: groups, examples: Array(0..<trainable), shares: [1 - test - validation, validation, test], seed: seed)
            for index in dealt.parts[1] { parts[index] = .validation }
            for index in dealt.parts[2] { parts[index] = .test }
        } else {
            for members in Self.shuffledClasses(of: dataset, upTo: trainable, seed: seed) {
                let testCount = Self.rounded(test, of: members.count)
                let validationCount = customaryValidation == nil ? Self.rounded(validationShare, of: members.count - testCount) : 0
                for index in members[..<testCount] { parts[Int(index)] = .test }
                for index in members[testCount..<testCount + validationCount] { parts[Int(index)] = .validation }
            }
        }
        for index in customaryValidation ?? 0..<0 { parts[index] = .validation }
        for index in (customary ?? dataset.count)..<dataset.count { parts[index] = .test }
        func indices(of part: Part) -> [Int] {
            var indices: [Int] = []
            indices.reserveCapacity(parts.count { $0 == part })
            for index in parts.indices where parts[index] == part { indices.append(index) }
            return indices
        }
        (training, self.validation, self.test) = (
            indices(of: .training), indices(of: .validation), TestExamples(indices: indices(of: .test))
        )
        guard !training.isEmpty, !self.validation.isEmpty || validationShare == 0 else {
            throw Diagnostic(
                "\(Plural.count(dataset.count, "example")) in \(Plural.count(dataset.classes, "class", "classes")) are too few to split: "
                    + "\(training.count) would be for training, \(self.validation.count) for validation",
                file: dataset.origin.folder)
        }
        self.seed = seed
    }

    init(training: [Int], validation: [Int], test: TestExamples, seed: UInt64) {
        (self.training, self.validation, self.test, self.seed) = (training, validation, test, seed)
    }

    /// The same split with the validation examples among those for training: for a network that is chosen already.
    public var joiningValidation: DataSplit {
        DataSplit(training: (training + validation).sorted(), validation: [], test: test, seed: seed)
    }

    private enum Part: UInt8 {
        case training, validation, test
    }

    /// The indices of each class below `end`, in a random order.
    private static func shuffledClasses(of dataset: Dataset, upTo end: Int, seed: UInt64) -> [[UInt32]] {
        var counts = [Int](repeating: 0, count: dataset.classes)
        for label in dataset.labels[..<end] { counts[Int(label)] += 1 }
        var classes = counts.map { count in
            var indices: [UInt32] = []
            indices.reserveCapacity(count)
            return indices
        }
        for index in 0..<end { classes[Int(dataset.labels[index])].append(UInt32(index)) }
        for label in classes.indices {
            var random = RandomStream(seed: seed, purpose: .split, index: UInt32(label))
            random.shuffle(&classes[label])
        }
        return classes
    }

    private static func rounded(_ share: Double, of count: Int) -> Int { Int((share * Double(count)).rounded()) }
}

/// The test part of a split. Its indices are for the test evaluation alone; a search has no way to them.
public struct TestExamples: Sendable {
    package let indices: [Int]

    /// How many images there are.
    public var count: Int { indices.count }
}
