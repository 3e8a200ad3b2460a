import Foundation
import Testing

@testable import Training

/// Against scikit-learn 1.7, figures by `Tests/TrainingTests/Goldens/make_classification_goldens.py`.
@Suite struct ClassificationReportTests {
    /// As the script has them.
    private static let probabilities: [[Float]] = [
        [0.7, 0.2, 0.1], [0.1, 0.81, 0.09], [0.3, 0.29, 0.41], [0.61, 0.29, 0.1], [0.2, 0.5, 0.3], [0.05, 0.05, 0.9], [0.55, 0.4, 0.05],
        [0.1, 0.15, 0.75], [0.41, 0.35, 0.24], [0.25, 0.61, 0.14],
    ]
    private static let labels: [Int32] = [0, 1, 2, 0, 2, 2, 1, 2, 0, 1]

    private func predictions(_ rows: [[Float]]) -> Predictions {
        Predictions(logits: rows.flatMap { $0.map { log($0) } }, classes: rows.first?.count ?? 0)
    }

    private func report(_ labels: [Int32], _ names: [String] = ["a", "b", "c"]) -> ClassificationReport {
        ClassificationReport(predictions(Self.probabilities), labels: labels, classNames: names, loss: 0.5)
    }

    @Test func agreesWithScikitLearn() throws {
        let report = report(Self.labels)
        func close(_ value: Double?, _ expected: Double) -> Bool { value.map { abs($0 - expected) < 1e-6 } ?? false }
        #expect(close(report.accuracy, 0.8))
        #expect(close(report.balancedAccuracy, 0.8055555555555555))
        #expect(close(report.macroF1, 0.7936507936507936))
        #expect(close(report.calibrationError, 0.38500000000000006))
        #expect(report.confusion == [[3, 0, 0], [1, 2, 0], [0, 1, 3]])
        #expect(zip(report.classes.map(\.precision), [0.75, 0.6666666666666666, 1.0]).allSatisfy(close))
        #expect(zip(report.classes.map(\.recall), [1.0, 0.6666666666666666, 0.75]).allSatisfy(close))
        #expect(zip(report.classes.map(\.f1), [0.8571428571428571, 0.6666666666666666, 0.8571428571428571]).allSatisfy(close))
    }

    /// A class without examples, and one that nothing is put into.
    @Test func whatIsNotKnownIsNotMadeUp() throws {
        let rows: [[Float]] = [[0.9, 0.05, 0.05], [0.8, 0.1, 0.1]]
        let report = ClassificationReport(predictions(rows), labels: [0, 1], classNames: ["a", "b", "c"], loss: 0)
        #expect(report.classes.map(\.precision) == [0.5, nil, nil])
        #expect(report.classes.map(\.recall) == [1, 0, nil])
        #expect(report.classes[1].f1 == 0 && report.classes[2].f1 == nil)
        #expect(report.balancedAccuracy == 0.5)
    }

    @Test func probabilitiesAddUpToOneAndTiesGoToTheFirst() {
        let predictions = Predictions(logits: [1000, 1000, -1000, -5, 0, 5], classes: 3)
        #expect(predictions.count == 2)
        #expect(predictions.label(of: 0) == 0 && predictions.label(of: 1) == 2)
        #expect(abs(predictions.probabilities(of: 1).reduce(0, +) - 1) < 1e-6)
        #expect(predictions.probabilities(of: 0).first == 0.5)
    }
}
