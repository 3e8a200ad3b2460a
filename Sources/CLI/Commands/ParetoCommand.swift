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
            Example: \(Program.name) pareto runs/quickstart-1.db --test
                     \(Program.name) pareto runs/quickstart-1.db --retrained
                     \(Program.name) pareto runs/quickstart-1.db --choices --format csv
                     \(Program.name) pareto runs/quickstart-1.db --objectives accuracy,latency --format svg --output front.svg

            What is shown keeps the run's budget (of several boards, the board's); --over-budget shows the rest too. A picture has a
            panel for each cost, and without --board a part for each of the run's boards.
            """)

    @Argument(help: ArgumentHelp("The database of the run.", valueName: "db"))
    var db: String

    @OptionGroup
    var view: BoardViewOptions

    @Option(help: ArgumentHelp("Objectives of the front (default: the run's).", valueName: "names"))
    var objectives: String?

    @Option(
        help: ArgumentHelp(
            "Further limits, as in \(Program.name) search: shows the front of a smaller budget.", valueName: "limits"))
    var budget: String?

    @OptionGroup
    var beyond: OverBudgetOptions

    @Option(help: "table, csv, json or svg.")
    var format: PictureFormat = .table

    @OptionGroup
    var tables: TableOptions

    @OptionGroup
    var choices: ChoiceOptions

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
            let listing = try report.listing { try choices.columns(run, of: $0, besides: $1) }
            return try OutputFile.write(listing.text(as: listed, width: tables.width(to: output)), to: output)
        }
        let given = [("objectives", objectives), ("budget", budget)].compactMap { key, value in value.map { (key, $0) } }
        let settings = Settings(space: nil, options: given)
        let wanted = objectives == nil ? run.objectives : try settings.objectives()
        let front = try view.front(
            wanted, within: settings.limits()?.judged(at: view.board.budget.confidence), overBudget: beyond.overBudget)
        guard let listed = format.listing else {
            let retrainings = Dictionary(grouping: try store.retrainings(), by: \.trial)
            var further = FrontPicture.Further()
            further.testAccuracies = test ? try front.missingTests(of: store).compactMapValues(\.accuracy) : [:]
            further.retrained = retrainings.mapValues(Retrained.init).filter { !$0.value.finished.isEmpty }
            return try OutputFile.write(
                try picture(view, front.objectives, within: settings.limits(), further).svg(), to: output)
        }
        if format == .table, front.members.isEmpty { try sayWhyEmpty(store) }
        try OutputFile.write(
            try listing(front, view).text(as: listed, width: tables.width(to: output)), to: output)
    }

    private func listing(_ front: StoredFront, _ view: RunView) throws -> Listing<RetrainedTrial> {
        let store = view.store
        let measured = test ? try front.missingTests(of: store) : [:]
        let retrainings = Dictionary(grouping: try store.retrainings(), by: \.trial)
        let rows = front.members.map { trial in
            RetrainedTrial(trial: trial, retrained: Retrained(retrainings[trial.number] ?? []), isOnFront: true)
        }
        let hasAny = front.members.contains { retrainings[$0.number] != nil }
        let showsBalanced = view.run.data.isImbalanced
        let columns = TrialColumns.columns(
            showsTest: test, showsBalanced: showsBalanced, objectives: view.run.objectives,
            weightsFolder: DisplayPath.short(store.weightsFolder), tests: measured)
        let statistics = RetrainedColumns.statistics(showsTest: test, showsBalanced: showsBalanced, isShown: hasAny)
        let all: [Column<RetrainedTrial>] = columns.of { $0.trial } + statistics.of { $0.retrained }
        let chosen = try choices.columns(view.run, of: front.members, besides: all.map(\.name))
        return Listing(all + chosen.of { $0.trial }, rows)
    }

    private func sayWhyEmpty(_ store: Store) throws {
        let path = DisplayPath.short(store.path)
        tables.note(
            try store.tally().finished == 0
                ? "no trial is finished yet; \(Program.command("status", path)) says how far it is"
                : "no finished trial keeps the budget; \(Program.command("pareto", path, "--over-budget")) shows those that do not")
    }

    /// Of the board that is named; of all boards of the run where none is.
    private func picture(
        _ view: RunView, _ objectives: [Objective], within limits: Budget?, _ further: FrontPicture.Further
    ) throws -> FrontPicture {
        let boards = self.view.board == nil ? view.run.boards.map(\.target.board.name) : [view.board.target.board.name]
        let views = try boards.map { name in
            let view = try RunView(view.store, board: name)
            let front = try view.front(objectives, within: limits?.judged(at: view.board.budget.confidence), overBudget: beyond.overBudget)
            let shown = try view.sampledTrials(atMost: FrontPicture.most).filter { beyond.overBudget || view.fits($0) }
            var board = view.board
            if let limits { board.budget = board.budget.combined(with: limits) }
            return FrontPicture.View(board, front: front.members, among: shown)
        }
        do throws(Diagnostic) {
            return try FrontPicture(views, objectives: objectives, run: view.run, further: further)
        } catch { throw UsageError(error) }
    }
}
