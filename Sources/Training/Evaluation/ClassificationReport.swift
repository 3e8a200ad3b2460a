internal import TensorCore

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
        /// Harmonic mean of precision and recall; nil for a class without examples that none was put into.
        public let f1: Double?
    }

    /// How many examples there were.
    public let examples: Int
    /// Share of examples whose class it has right, 0 to 1.
    public let accuracy: Double
    /// Mean of the recalls of the classes that have examples, 0 to 1 (Brodersen et al., ICPR 2010).
    public let balancedAccuracy: Double?
    /// Mean of the classes' F1, 0 to 1 (`ConfusionMatrix.macroF1`).
    public let macroF1: Double?
    /// Of two classes, the area under the ROC curve, 0 to 1 (`ClassRanking.areaUnderCurve`); nil for more.
    public let areaUnderROC: Double?
    /// Mean cross-entropy.
    public let loss: Double
    /// Expected calibration error, 0 to 1: how far the probability of the predicted class is from how often that is right, over 15 bins of
    /// equal width (Guo et al., "On calibration of modern neural networks", ICML 2017, equation 5).
    public let calibrationError: Double
    /// Precision and recall of each class.
    public let classes: [ClassScore]
    /// For each class, how many of its examples were put into which class.
    public let confusion: [[Int]]

    /// Puts together what is known of a network on examples.
    ///
    /// - Parameters:
    ///   - score: the network's on these examples.
    ///   - predictions: its probabilities for them, at least one example.
    ///   - labels: the class of each example.
    ///   - classNames: one name a class.
    init(_ score: NetworkScore, _ predictions: Predictions, labels: [Int32], classNames: [String]) {
        precondition(predictions.count == labels.count && classNames.count == predictions.classes && !labels.isEmpty)
        var bins = [CalibrationBin](repeating: CalibrationBin(), count: Self.calibrationBins)
        for (example, label) in labels.enumerated() {
            let predicted = predictions.label(of: example)
            let probability = Double(predictions.probabilities(of: example)[example * predictions.classes + predicted])
            // A network that computes no number is sure of nothing.
            let share = probability.isFinite ? probability : 0
            bins[min(Int(share * Double(Self.calibrationBins)), Self.calibrationBins - 1)].add(share, isRight: predicted == Int(label))
        }
        let confusion = score.confusion
        classes = classNames.indices.map { label in
            let own = confusion.recall.images[label]
            return ClassScore(
                name: classNames[label], examples: own, precision: confusion.precision(of: label),
                recall: own == 0 ? nil : Double(confusion.recall.correct[label]) / Double(own), f1: confusion.f1(of: label))
        }
        examples = labels.count
        (accuracy, balancedAccuracy, macroF1) = (score.accuracy, score.balancedAccuracy, score.macroF1)
        (areaUnderROC, loss) = (score.areaUnderROC, score.loss)
        calibrationError = bins.reduce(0) { $0 + $1.gap } / Double(labels.count)
        self.confusion = confusion.rows
    }

    private static let calibrationBins = 15
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
