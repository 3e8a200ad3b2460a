import Foundation
import NAS
import Search
import Support

/// What several trainings of one network came to.
struct Retrained {
    let finished: [Retraining]

    init(_ trainings: [Retraining]) { finished = trainings.filter { $0.state == .finished } }

    var accuracy: Double? { mean(finished.compactMap(\.accuracy)) }
    var testAccuracy: Double? { mean(finished.compactMap(\.testAccuracy)) }

    /// Of the accuracies, as of a sample; nil for fewer than two.
    var deviation: Double? {
        let accuracies = finished.compactMap(\.accuracy)
        guard accuracies.count > 1, let mean = mean(accuracies) else { return nil }
        return (accuracies.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(accuracies.count - 1)).squareRoot()
    }

    private func mean(_ values: [Double]) -> Double? { values.isEmpty ? nil : values.reduce(0, +) / Double(values.count) }

    /// - Parameter shown: whether a table has these columns.
    static func fields(withTest: Bool, shown: Bool) -> [Listing.Field] {
        [
            .init("retrainings", shown ? "retrained" : nil),
            .init("retrained_accuracy", shown ? "mean" : nil, show: TrialFields.percent),
            .init("retrained_deviation", shown ? "+-" : nil, show: TrialFields.percent),
            .init("retrained_test_accuracy", shown && withTest ? "test mean" : nil, show: TrialFields.percent),
        ]
    }

    var values: [JSON] { [.integer(finished.count), .optional(accuracy), .optional(deviation), .optional(testAccuracy)] }
}

/// The networks that a run has trained anew, by the mean of their accuracies.
struct RetrainingReport {
    private let rows: [(trial: TrialRecord, retrained: Retrained, isOnFront: Bool)]
    private let weightsFolder: String

    /// - Parameter overBudget: whether also networks that break the board's budget are shown.
    /// - Throws: a usage error where there is none.
    init(_ view: RunView, overBudget: Bool) throws {
        let front = Set(try view.front(overBudget: overBudget).members.map(\.number))
        var rows: [(trial: TrialRecord, retrained: Retrained, isOnFront: Bool)] = []
        var isOver = false
        for (number, trainings) in Dictionary(grouping: try view.store.retrainings(), by: \.trial) {
            guard let trial = try view.trial(number) else { continue }
            guard overBudget || view.fits(trial) else {
                isOver = true
                continue
            }
            rows.append((trial, Retrained(trainings), front.contains(number)))
        }
        guard !rows.isEmpty else {
            if isOver { throw UsageError("no network within the budget was trained anew", hint: "--over-budget shows the others") }
            throw UsageError(
                "no network was trained anew yet", hint: "a search does that at its end (nas search --retrain); nas resume goes on with it")
        }
        self.rows = rows.sorted { left, right in
            (left.retrained.accuracy ?? -1, -left.trial.number) > (right.retrained.accuracy ?? -1, -right.trial.number)
        }
        weightsFolder = DisplayPath.short(view.store.weightsFolder)
    }

    func listing() -> Listing {
        var listing = Listing(
            [
                .init("trial", "trial"), .init("architecture", "architecture"), .init("on_front", "on the front"),
                .init("accuracy", "accuracy", show: TrialFields.percent),
            ] + Retrained.fields(withTest: true, shown: true) + EstimateFields.fields
                + [.init("fidelity", "trained"), .init("network_id", nil), .init("candidate_id", nil), .init("weights", nil)])
        for row in rows {
            let best = row.retrained.finished.max { ($0.accuracy ?? 0, -$0.replicate) < ($1.accuracy ?? 0, -$1.replicate) }
            listing.append(
                [
                    .integer(row.trial.number), .string(row.trial.architecture ?? "(not of this space)"), .bool(row.isOnFront),
                    .optional(row.trial.accuracy),
                ] + row.retrained.values + EstimateFields.values(row.trial.estimate) + [
                    best.map { .string($0.fidelity.description) } ?? .null, .string(row.trial.networkID.description),
                    .string(row.trial.candidateID.description), best?.weightsFile.map { .string(weightsFolder + "/" + $0) } ?? .null,
                ])
        }
        return listing
    }
}
