internal import Foundation

/// How well a network tells classes apart, on examples whose class is known.
public struct ClassificationReport: Sendable, Hashable, Codable {
    /// What is known of one class.
    public struct ClassScore: Sendable, Hashable, Codable {
        /// The name of the class.
        public let name: String
        /// Examples of the class.
        public let examples: Int
        /// Share of the examples that were put into the class and are of it, 0 to 1; nil where none was put into it.
        public let precision: Double?
        /// Share of the examples of the class that were put into it, 0 to 1; nil where there are none.
        public let recall: Double?
        /// Harmonic mean of precision and recall; 0 where one of them is 0 or none was put into it, nil where there are no examples.
        public let f1: Double?
    }

    /// How many examples there were.
    public let examples: Int
    /// Share of examples whose class it has right, 0 to 1.
    public let accuracy: Double
    /// Mean of the recalls of the classes that have examples, 0 to 1 (Brodersen et al., ICPR 2010).
    public let balancedAccuracy: Double?
    /// Mean of the F1 of the classes that have examples, 0 to 1.
    public let macroF1: Double?
    /// Mean cross-entropy.
    public let loss: Double
    /// Expected calibration error, 0 to 1: how far the probability of the predicted class is from how often that is right, over 15 bins of
    /// equal width (Guo et al., "On calibration of modern neural networks", ICML 2017, equation 5).
    public let calibrationError: Double
    /// Precision and recall of each class.
    public let classes: [ClassScore]
    /// For each class, how many of its examples were put into which class.
    public let confusion: [[Int]]

    /// Compares predictions with the true classes.
    ///
    /// - Parameters:
    ///   - predictions: at least one example.
    ///   - labels: the class of each example.
    ///   - classNames: one name a class.
    ///   - loss: the mean cross-entropy, from the network's own results.
    public init(_ predictions: Predictions, labels: [Int32], classNames: [String], loss: Double) {
        precondition(predictions.count == labels.count && classNames.count == predictions.classes && !labels.isEmpty)
        var confusion = [[Int]](repeating: [Int](repeating: 0, count: classNames.count), count: classNames.count)
        var bins = [CalibrationBin](repeating: CalibrationBin(), count: Self.calibrationBins)
        var correct = 0
        for (example, label) in labels.enumerated() {
            let predicted = predictions.label(of: example)
            confusion[Int(label)][predicted] += 1
            let isRight = predicted == Int(label)
            if isRight { correct += 1 }
            let probability = Double(predictions.probabilities(of: example)[example * predictions.classes + predicted])
            bins[min(Int(probability * Double(Self.calibrationBins)), Self.calibrationBins - 1)].add(probability, isRight: isRight)
        }
        let scores = classNames.indices.map { label in
            let own = confusion[label].reduce(0, +)
            let predicted = confusion.reduce(0) { $0 + $1[label] }
            let right = confusion[label][label]
            return ClassScore(
                name: classNames[label], examples: own, precision: predicted == 0 ? nil : Double(right) / Double(predicted),
                recall: own == 0 ? nil : Double(right) / Double(own),
                f1: own == 0 ? nil : 2 * Double(right) / Double(own + predicted))
        }
        examples = labels.count
        accuracy = Double(correct) / Double(labels.count)
        balancedAccuracy = Self.mean(scores.compactMap(\.recall))
        macroF1 = Self.mean(scores.compactMap(\.f1))
        self.loss = loss
        calibrationError = bins.reduce(0) { $0 + $1.gap } / Double(labels.count)
        classes = scores
        self.confusion = confusion
    }

    private static let calibrationBins = 15

    private static func mean(_ values: [Double]) -> Double? { values.isEmpty ? nil : values.reduce(0, +) / Double(values.count) }
}

/// Examples whose predicted class has about the same probability.
private struct CalibrationBin {
    private var probabilities = 0.0
    private var right = 0.0

    mutating func add(_ probability: Double, isRight: Bool) {
        probabilities += probability
        right += isRight ? 1 : 0
    }

    /// The difference of both means, times the number of examples.
    var gap: Double { abs(right - probabilities) }
}
