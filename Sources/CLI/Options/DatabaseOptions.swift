import ArgumentParser
import Reporting

/// The database that a reading command is about, and how it prints.
struct DatabaseOptions: ParsableArguments {
    @Argument(help: ArgumentHelp("The database of the run.", valueName: "db"))
    var db: String

    @OptionGroup
    var view: BoardViewOptions

    @Option(help: "table, csv or json.")
    var format: ListingFormat = .table

    @OptionGroup
    var tables: TableOptions
}
