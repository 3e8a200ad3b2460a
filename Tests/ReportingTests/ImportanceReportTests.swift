import CostModel
import Foundation
import NAS
import Support
import TestSupport
import Testing

@testable import Reporting
@testable import Search

/// Which choices matter: of what is measured by the trials, of costs by the cost model.
@Suite struct ImportanceReportTests {
    private static let space = """
        space: sample
        language: 1
        input: {shape: [8, 8, 1], classes: 10}
        choices:
          width: {choice: [8, 16, 32]}
        network:
          - conv: {out: $width, kernel: 3, norm: batch, activation: relu}
          - global_pool: average
          - dense: {out: classes}
        train:
          learning_rate: {choice: [0.01, 0.1]}
        """

    private static func report(_ trials: Int, accuracy: (Int, Int) -> Double) throws -> ImportanceReport {
        let sample = try SampleRun(space, objectives: [.accuracy, .energy])
        let records = (0..<trials).map { number in
            let (width, rate) = (number % 3, number / 3 % 2)
            return sample.trial(number, accuracy: accuracy(width, rate), joules: 7, architecture: "\(width)-\(rate)")
        }
        return try ImportanceReport(records, run: sample.run, board: sample.run.boards[0])
    }

    @Test func costsAreExactAndKnowNoLearningRate() throws {
        let report = try Self.report(24) { _, rate in 0.9 + 0.05 * Double(rate) }
        let rows = report.rows
        func importance(_ objective: Objective, _ name: String) -> Double? {
            rows.first { $0.objective == objective && $0.decision.name == name }?.decision.importance
        }
        #expect(try #require(importance(.energy, "width")) > 0.99 && importance(.energy, "train.learning_rate") ?? 0 < 1e-9)
        #expect(try #require(importance(.accuracy, "train.learning_rate")) > 0.99)
        #expect(rows.filter(\.isSampled).allSatisfy { $0.count == ImportanceReport.samples } && report.warnings.isEmpty)
        // Nothing of the trials' own energies is in it.
        let width = try #require(rows.first { $0.objective == .energy && $0.decision.name == "width" })
        #expect(width.best.option == "8" && width.worst.option == "32" && width.worst.mean < 0.01)
        // A person is not shown what is zero, and is shown units.
        let table = report.text(as: .table).split(separator: "\n")
        #expect(table.count == 4 && table.contains { $0.contains("random networks") && $0.contains("µJ") }, "\(table)")
        #expect(report.text(as: .csv).split(separator: "\n").count == 5)
        #expect(report.drawn.map { $0.map(\.decision.name) } == [["width"], ["train.learning_rate"]] || report.drawn.count == 2)
        #expect(XMLChecker(report.svg()).isWellFormed && report.svg().contains("line 5"))
    }

    @Test func fewTrialsAreSaid() throws {
        let few = try Self.report(3) { width, _ in 0.9 + 0.01 * Double(width) }
        #expect(few.warnings.count == 1 && few.warnings[0].hasPrefix("accuracy: 3 finished trials say nothing yet; at least 10"))
        #expect(few.entries.map(\.objective) == [.energy] && few.svg().contains("Careful: accuracy"))
        let sample = try SampleRun(objectives: [.accuracy])
        let trials = (0..<12).map { number in
            sample.trial(number, accuracy: 0.5 + Double(number) * 0.01, joules: 1, architecture: sample.architecture(number))
        }
        let report = try ImportanceReport(trials, run: sample.run, board: sample.run.boards[0])
        #expect(
            report.warnings == ["accuracy: 12 finished trials are fewer than the 25 decisions, so that much of its importance is chance"])
        #expect(throws: Diagnostic.self) { try ImportanceReport(Array(trials.prefix(1)), run: sample.run, board: sample.run.boards[0]) }
    }

    @Test func decisionsHaveReadableNames() {
        let decisions = [
            Decision(name: "network[2].block", options: ["plain", "wide"], location: SourceLocation(line: 7, column: 3)),
            Decision(name: "network[2].block.options[0].blocks[1].kernel", options: ["3", "5"]),
            Decision(name: "network[2].block.options[1].blocks[0][0].kernel", options: ["3", "5"]),
            Decision(name: "network[3].options[4].kernel", options: ["3", "5"]),
        ]
        let labels = DecisionLabels(decisions)
        #expect(
            decisions.map { labels.text($0.name) } == [
                "network[2].block", "network[2].plain[1].kernel", "network[2].wide[0].kernel", "network[3].options[4].kernel",
            ])
        #expect(labels.line("network[2].block") == 7 && labels.line("network[3].options[4].kernel") == nil)
    }
}

extension SampleRun {
    /// One of the space's architectures for each number.
    func architecture(_ number: Int) -> String {
        var random = RandomStream(seed: 3, trial: UInt64(number), purpose: .listing)
        return space.sample(using: &random).description
    }
}
