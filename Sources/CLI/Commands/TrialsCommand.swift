import ArgumentParser
import Reporting
import Search
import Support

struct TrialsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trials", abstract: "Lists every trial of a run: architecture, state, accuracy, estimates.",
        discussion: """
            Example: \(Program.name) trials runs/quickstart-1.db --format csv > trials.csv
                     \(Program.name) trials runs/quickstart-1.db --choices --format csv > trials.csv
            """)

    @OptionGroup
    var database: DatabaseOptions

    @OptionGroup
    var choices: ChoiceOptions

    func run() throws {
        let view = try RunView(try Store.read(at: database.db), board: database.view.board)
        let columns = TrialColumns.columns(
            showsBalanced: view.run.data.isImbalanced, objectives: view.run.objectives,
            weightsFolder: DisplayPath.short(view.store.weightsFolder))
        let trials = try view.trials()
        let chosen = try choices.columns(view.run, of: trials, besides: columns.map(\.name))
        try OutputFile.write(Listing(columns + chosen, trials).text(as: database.format, width: database.tables.width()), to: nil)
    }
}
