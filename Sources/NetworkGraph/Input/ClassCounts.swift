/// How many examples of each class the parts of a data set's split have.
public struct ClassCounts: Sendable, Hashable, Codable {
    /// Counts of the part that networks are trained on.
    public let training: Part
    /// Counts of the part that `accuracy` is measured on.
    public let validation: Part
    /// Counts of the part that a search never sees.
    public let test: Part

    /// Creates the counts of a split.
    public init(training: Part, validation: Part, test: Part) {
        (self.training, self.validation, self.test) = (training, validation, test)
    }

    /// The parts in their order.
    public var parts: [Part] { [training, validation, test] }

    /// The part whose imbalance misleads most: that which accuracy is measured on, then the test part, then what is learnt from. Nil where
    /// all are balanced.
    public var imbalanced: Part? { [validation, test, training].first(where: \.isImbalanced) }

    /// The commonest class of the part that misleads most; of the validation part where all are balanced. Nil without examples.
    public var majorityClass: Int? { (imbalanced ?? validation).majorityClass }

    /// The accuracy, 0 to 1, that always answering `majorityClass` has on the validation part; nil without examples.
    public var majorityAccuracy: Double? { majorityClass.flatMap(validation.share) }
}

extension ClassCounts {
    /// How many examples of each class there are in one part.
    public struct Part: Sendable, Hashable {
        /// A count for each class, in the order of the labels.
        public let counts: [Int]

        /// Creates a part from the counts of its classes.
        public init(_ counts: [Int]) { self.counts = counts }

        /// How many examples there are.
        public var total: Int { counts.reduce(0, +) }

        /// The commonest class, of equals the first; nil without examples.
        public var majorityClass: Int? {
            guard let most = counts.max(), most > 0 else { return nil }
            return counts.firstIndex(of: most)
        }

        /// The median of the counts; 0 without classes.
        public var median: Double {
            guard !counts.isEmpty else { return 0 }
            let ordered = counts.sorted()
            let middle = ordered.count / 2
            return ordered.count.isMultiple(of: 2) ? Double(ordered[middle - 1] + ordered[middle]) / 2 : Double(ordered[middle])
        }

        /// The share of a class, 0 to 1: the accuracy of always answering it. Nil without examples.
        public func share(of label: Int) -> Double? { total == 0 ? nil : Double(counts[label]) / Double(total) }

        /// Whether the commonest class has over twice its share, which is one of as many as there are classes. Of two classes, where twice
        /// the share is everything, whether one has over twice as many examples as the other.
        public var isImbalanced: Bool {
            guard counts.count > 1, let most = counts.max() else { return false }
            return counts.count == 2 ? most > 2 * (total - most) : most * counts.count > 2 * total
        }
    }
}

/// The stored form is the counts alone.
extension ClassCounts.Part: Codable {
    public init(from decoder: any Decoder) throws { self.init(try decoder.singleValueContainer().decode([Int].self)) }

    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(counts)
    }
}
