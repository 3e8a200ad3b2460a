import ArgumentParser
import Foundation
import Search
import Support

struct CopyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "copy", abstract: "Copies a run's database with its weights, also while its search runs.",
        discussion: """
            Example: \(Program.name) copy runs/mobile-1.db backup/mobile-1.db

            The copy is of one moment: all weights that it names are there, and \(Program.name) resume goes on with it as with the run itself. Copying
            the file with other tools while a search runs may give a damaged database.
            """)

    @Argument(help: ArgumentHelp("The database of the run.", valueName: "db"))
    var db: String

    @Argument(help: ArgumentHelp("The copy's name; a file that is there is not overwritten.", valueName: "to"))
    var to: String

    func run() throws {
        let report = try Store.read(at: db).copy(to: to)
        Terminal.print("\(to): \(Plural.count(report.trials, "trial")), \(Plural.count(report.files, "file")) of weights and states")
        if !report.missing.isEmpty {
            Terminal.printError(
                "warning: the weights of \(Plural.count(report.missing.count, "network")) are not there to be copied; "
                    + "\(Program.command("resume", to)) makes them again")
        }
    }
}
