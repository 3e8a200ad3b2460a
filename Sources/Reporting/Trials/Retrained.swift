public import Search

/// What several trainings of one network came to.
public struct Retrained: Sendable {
    /// The trainings that are finished.
    public let finished: [Retraining]

    /// Takes the finished ones of some trainings of one network.
    public init(_ trainings: [Retraining]) { finished = trainings.filter { $0.state == .finished } }

    /// The mean accuracy on the validation split, 0 to 1; nil where nothing is finished.
    public var accuracy: Double? { mean(finished.compactMap(\.accuracy)) }
    /// The mean balanced accuracy on the validation split, 0 to 1; nil where it was not measured.
    public var balancedAccuracy: Double? { mean(finished.compactMap(\.balancedAccuracy)) }
    /// The mean accuracy on the test split, 0 to 1; nil where none of them was tested.
    public var testAccuracy: Double? { mean(finished.compactMap(\.testAccuracy)) }
    /// The mean balanced accuracy on the test split, 0 to 1; nil where it was not measured.
    public var testBalancedAccuracy: Double? { mean(finished.compactMap(\.testBalancedAccuracy)) }

    /// The standard deviation of the accuracies on the validation split, as of a sample; nil for fewer than two.
    public var deviation: Double? {
        let accuracies = finished.compactMap(\.accuracy)
        guard accuracies.count > 1, let mean = mean(accuracies) else { return nil }
        return (accuracies.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(accuracies.count - 1)).squareRoot()
    }

    /// The most accurate training; among equals the first.
    var best: Retraining? { finished.max { ($0.accuracy ?? 0, -$0.replicate) < ($1.accuracy ?? 0, -$1.replicate) } }

    private func mean(_ values: [Double]) -> Double? { values.isEmpty ? nil : values.reduce(0, +) / Double(values.count) }
}
