import ArgumentParser
import Search

struct TrialsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "trials", abstract: "Lists every trial of a run: architecture, state, accuracy, estimates.",
        discussion: "Example: nas trials runs/quickstart-1.db --format csv > trials.csv")

    @OptionGroup
    var database: DatabaseOptions

    func run() throws {
        let view = try RunView(try Store.read(at: database.db), board: database.view.board)
        let weightsFolder = DisplayPath.short(view.store.weightsFolder)
        var listing = Listing(TrialFields.fields(withTest: false))
        for trial in try view.trials() { listing.append(TrialFields.values(trial, weightsFolder: weightsFolder)) }
        try OutputFile.write(listing.text(as: database.format), to: nil)
    }
}
