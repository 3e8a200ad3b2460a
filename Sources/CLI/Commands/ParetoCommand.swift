import ArgumentParser
import CostModel
import Foundation
import Reporting
import Search
import Support

struct ParetoCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pareto", abstract: "Shows the Pareto front, as a listing or as a picture.",
        discussion: """
            Example: nas pareto runs/quickstart-1.db --test
                     nas pareto runs/quickstart-1.db --retrained
                     nas pareto runs/quickstart-1.db --objectives accuracy,latency --format svg --output front.svg

            What is shown keeps the run's budget (of several boards, the board's); --over-budget shows the rest too.
            """)

    @Argument(help: ArgumentHelp("The database of the run.", valueName: "db"))
    var db: String

    @OptionGroup
    var view: BoardViewOptions

    @Option(help: ArgumentHelp("Objectives of the front (default: the run's).", valueName: "names"))
    var objectives: String?

    @Option(
        help: ArgumentHelp(
            "Further limits, as in nas search: shows the front of a smaller budget.", valueName: "limits"))
    var budget: String?

    @OptionGroup
    var beyond: OverBudgetOptions

    @Option(help: "table, csv, json or svg.")
    var format: PictureFormat = .table

    @Option(name: .shortAndLong, help: ArgumentHelp("Write to a file instead of standard output.", valueName: "file"))
    var output: String?

    @Flag(help: "Show the accuracy on the test split, which the search never sees.")
    var test = false

    @Flag(help: "Show the retrained networks instead of the front, with mean and standard deviation over their trainings.")
    var retrained = false

    func run() throws {
        let view = try RunView(try Store.read(at: db), board: view.board)
        let (store, run) = (view.store, view.run)
        if retrained {
            let report = try RetrainingReport(view, overBudget: beyond.overBudget)
            guard let listed = format.listing else { throw UsageError("--retrained has no picture") }
            return try OutputFile.write(report.listing().text(as: listed), to: output)
        }
        let given = [("objectives", objectives), ("budget", budget)].compactMap { key, value in value.map { (key, $0) } }
        let settings = Settings(space: nil, options: given)
        let wanted = objectives == nil ? run.objectives : try settings.objectives()
        let front = try view.front(
            wanted, within: settings.limits()?.judged(at: view.board.budget.confidence), overBudget: beyond.overBudget)
        guard let listed = format.listing else {
            let shown = try view.sampledTrials(atMost: FrontPicture.most).filter { beyond.overBudget || view.fits($0) }
            let picture: FrontPicture
            do throws(Diagnostic) {
                picture = try FrontPicture(front.members, objectives: front.objectives, among: shown, run: run, board: view.board)
            } catch { throw UsageError(error) }
            try OutputFile.write(picture.svg(), to: output)
            return
        }
        let measured = test ? try front.missingTests(of: store) : [:]
        let retrainings = Dictionary(grouping: try store.retrainings(), by: \.trial)
        let rows = front.members.map { trial in
            RetrainedTrial(trial: trial, retrained: Retrained(retrainings[trial.number] ?? []), isOnFront: true)
        }
        let hasAny = front.members.contains { retrainings[$0.number] != nil }
        let showsBalanced = run.data.isImbalanced
        let columns = TrialColumns.columns(
            showsTest: test, showsBalanced: showsBalanced, weightsFolder: DisplayPath.short(store.weightsFolder), tests: measured)
        let statistics = RetrainedColumns.statistics(showsTest: test, showsBalanced: showsBalanced, isShown: hasAny)
        let listing = Listing(columns.of { $0.trial } + statistics.of { $0.retrained }, rows)
        let text = listing.text(as: listed)
        if format == .table, front.members.isEmpty {
            let path = DisplayPath.short(store.path)
            Terminal.printError(
                try store.tally().finished == 0
                    ? "no trial is finished yet; nas status \(path) says how far it is"
                    : "no finished trial keeps the budget; nas pareto \(path) --over-budget shows those that do not")
        }
        try OutputFile.write(text, to: output)
    }
}
