import Reporting
import Search
import Support

/// The networks that a run has trained anew, by the mean of their accuracies.
struct RetrainingReport {
    private let rows: [RetrainedTrial]
    private let weightsFolder: String
    private let showsBalanced: Bool

    /// - Parameter overBudget: whether also networks that break the board's budget are shown.
    /// - Throws: a usage error where there is none.
    init(_ view: RunView, overBudget: Bool) throws {
        let front = Set(try view.front(overBudget: overBudget).members.map(\.number))
        var rows: [RetrainedTrial] = []
        var isOver = false
        for (number, trainings) in Dictionary(grouping: try view.store.retrainings(), by: \.trial) {
            guard let trial = try view.trial(number) else { continue }
            guard overBudget || view.fits(trial) else {
                isOver = true
                continue
            }
            rows.append(RetrainedTrial(trial: trial, retrained: Retrained(trainings), isOnFront: front.contains(number)))
        }
        guard !rows.isEmpty else {
            if isOver { throw UsageError("no network within the budget has been retrained", hint: "--over-budget shows the others") }
            throw UsageError(
                "no network has been retrained yet",
                hint: "a search does that at its end (\(Program.name) search --retrain); \(Program.name) resume goes on with it")
        }
        self.rows = rows.sorted { left, right in
            (left.retrained.accuracy ?? -1, -left.trial.number) > (right.retrained.accuracy ?? -1, -right.trial.number)
        }
        weightsFolder = DisplayPath.short(view.store.weightsFolder)
        showsBalanced = view.run.data.isImbalanced
    }

    /// - Parameter further: columns behind the others, for some trials and besides columns of some names.
    func listing(_ further: ([TrialRecord], [String]) throws -> [Column<TrialRecord>]) rethrows -> Listing<RetrainedTrial> {
        let columns = RetrainedColumns.columns(showsBalanced: showsBalanced, weightsFolder: weightsFolder)
        return Listing(columns + (try further(rows.map(\.trial), columns.map(\.name))).of { $0.trial }, rows)
    }
}
