import ArgumentParser
import Reporting
import Search

struct TrialsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trials", abstract: "Lists every trial of a run: architecture, state, accuracy, estimates.",
        discussion: "Example: nas trials runs/quickstart-1.db --format csv > trials.csv")

    @OptionGroup
    var database: DatabaseOptions

    func run() throws {
        let view = try RunView(try Store.read(at: database.db), board: database.view.board)
        let columns = TrialColumns.columns(
            showsBalanced: view.run.data.isImbalanced, weightsFolder: DisplayPath.short(view.store.weightsFolder))
        try OutputFile.write(Listing(columns, try view.trials()).text(as: database.format), to: nil)
    }
}
