import ArgumentParser
import NAS
import Reporting
import Search

/// Whether a listing of trials shows what each of them chose.
struct ChoiceOptions: ParsableArguments {
    @Flag(help: "Add a column for each decision of the space: the option that the trial takes, empty where the decision is not active.")
    var choices = false

    /// The columns of the run's decisions; none where they were not asked for.
    ///
    /// - Parameter taken: the names of the listing's other columns.
    func columns(_ run: RunDefinition, of trials: [TrialRecord], besides taken: [String]) throws -> [Column<TrialRecord>] {
        guard choices else { return [] }
        let space = try SearchSpace(yaml: run.space.text, fileName: run.space.fileName)
        return ChoiceColumns.columns(space.decisions.map(\.name), of: trials, besides: taken)
    }
}
