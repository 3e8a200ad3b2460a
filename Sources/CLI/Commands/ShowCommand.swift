import ArgumentParser
import Reporting
import Search
import Support

struct ShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Shows one trial: its choices, cost by operation, learning curve, parent, weights.",
        discussion: """
            Example: \(Program.name) show runs/quickstart-1.db 17
                     \(Program.name) show runs/quickstart-1.db best
                     \(Program.name) show runs/quickstart-1.db knee

            best is the most accurate trial that keeps the run's budget. knee is the compromise on the run's front: the point farthest \
            from the line through the front's ends, towards the ideal, on logarithmic axes scaled to 0..1 (with three objectives, the \
            nearest to the ideal).
            """)

    @Argument(help: ArgumentHelp("The database of the run.", valueName: "db"))
    var db: String

    @Argument(help: ArgumentHelp("The number of the trial, best or knee.", valueName: "trial"))
    var trial: String

    @OptionGroup
    var view: BoardViewOptions

    @Option(help: "table or json; csv gives the cost by operation.")
    var format: ListingFormat = .table

    @OptionGroup
    var tables: TableOptions

    func run() throws {
        let view = try RunView(try Store.read(at: db), board: view.board)
        let record = try view.trial(named: trial, in: db)
        let shown = try ShownTrial(record, view)
        switch format {
        case .csv: Terminal.print(Listing(OperationColumns.all, shown.operations).text(as: .csv), terminator: "")
        case .json: Terminal.print(shown.json.text(), terminator: "")
        case .table: table(shown)
        }
    }

    private func table(_ shown: ShownTrial) {
        for line in shown.lines { tables.say(line) }
        tables.say("\ncost by operation")
        Terminal.print(Listing(OperationColumns.all, shown.operations).text(as: .table, width: tables.width()), terminator: "")
        guard !shown.curve.isEmpty else { return }
        tables.say("\nlearning curve")
        Terminal.print(
            Listing(CurveColumns.columns(showsBalanced: shown.showsBalanced), shown.curve).text(as: .table, width: tables.width()),
            terminator: "")
    }
}
