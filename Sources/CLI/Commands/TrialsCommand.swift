import ArgumentParser
import Reporting
import Search
import Support

struct TrialsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trials", abstract: "Lists every trial of a run: architecture, state, accuracy, estimates.",
        discussion: "Example: \(Program.name) trials runs/quickstart-1.db --format csv > trials.csv")

    @OptionGroup
    var database: DatabaseOptions

    func run() throws {
        let view = try RunView(try Store.read(at: database.db), board: database.view.board)
        let columns = TrialColumns.columns(weightsFolder: DisplayPath.short(view.store.weightsFolder))
        try OutputFile.write(Listing(columns, try view.trials()).text(as: database.format), to: nil)
    }
}
