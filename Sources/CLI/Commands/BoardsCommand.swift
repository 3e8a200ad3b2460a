import ArgumentParser
import CostModel
import Reporting
import Support

struct BoardsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "boards", abstract: "Lists the boards that ship, or one board's figures with their sources.",
        discussion: "Example: \(Program.name) boards raspberry-pi-4\n         \(Program.name) boards")

    @Argument(help: ArgumentHelp("A board's name, or the path of a board file of your own.", valueName: "name"))
    var name: String?

    @Option(help: "table, csv or json.")
    var format: ListingFormat = .table

    @OptionGroup
    var tables: TableOptions

    func run() throws {
        let text: String
        if let name {
            text = Listing(FigureColumns.all, try BoardCatalog.board(name).figures).text(as: format, width: tables.width())
        } else {
            let directory = try BoardCatalog.directory()
            let boards = try directory.names.map { try directory.board(named: $0) }
            text = Listing(BoardColumns.all, boards).text(as: format, width: tables.width())
        }
        try OutputFile.write(text, to: nil)
    }
}
