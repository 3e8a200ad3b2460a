import ArgumentParser
import CostModel
import Foundation
import NetworkGraph
import Reporting
import Search
import Support

struct StatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Shows the progress of a run: best network, rejections, failures, time.",
        discussion: """
            Example: \(Program.name) status runs/quickstart-1.db
                     \(Program.name) status runs/quickstart-1.db --importance --format svg --output choices.svg

            It only reads, also while the search runs. Front and best are of networks that keep the run's budget; --over-budget counts
            the others too.
            """)

    @Argument(help: ArgumentHelp("The database of the run.", valueName: "db"))
    var db: String

    @OptionGroup
    var view: BoardViewOptions

    @OptionGroup
    var beyond: OverBudgetOptions

    @Flag(help: "Show which choices matter for each objective (functional ANOVA) instead of the run's state.")
    var importance = false

    @Option(help: "table, csv, json, or with --importance svg.")
    var format: PictureFormat = .table

    @OptionGroup
    var tables: TableOptions

    @Option(name: .shortAndLong, help: ArgumentHelp("Write to a file instead of standard output.", valueName: "file"))
    var output: String?

    @Option(help: ArgumentHelp("Region of the electricity grid, for CO2e: a row of energy/carbon-intensity.csv.", valueName: "region"))
    var region: String?

    func run() throws {
        if format.listing == nil, !importance { throw UsageError("--format svg needs --importance") }
        let view = try RunView(try Store.read(at: db), board: view.board)
        if importance {
            let report = try ImportanceReport(
                try view.sampledTrials(atMost: ImportanceReport.most), run: view.run, board: view.board)
            for warning in report.warnings { tables.note(warning) }
            let text = format.listing.map { report.text(as: $0, width: tables.width(to: output)) }
            return try OutputFile.write(text ?? report.svg(), to: output)
        }
        var report = Report()
        describe(view, &report)
        try progress(of: view, &report)
        try OutputFile.write(report.text(as: format.listing ?? .table, width: tables.width(to: output)), to: output)
    }

    /// What the run is.
    private func describe(_ view: RunView, _ report: inout Report) {
        let run = view.run
        report.add("database", "database", DisplayPath.short(view.store.path))
        report.add("space", "space", run.space.name)
        report.add("data", "data", run.data.name)
        report.add("target", "target", view.board.target.description)
        if run.boards.count > 1 {
            let names = run.boards.map(\.target.board.name)
            report.add("boards", "boards (--board shows each)", names.joined(separator: ","))
        }
        report.add("budget", "budget", view.board.budget.limits.map(\.description).joined(separator: ", "))
        report.add("objectives", "objectives", run.objectives.map(\.rawValue).joined(separator: ","))
        report.add("strategy", "strategy", run.strategy)
        report.add("seed", "seed", String(run.seed))
    }

    /// How far it is, and what it has found.
    private func progress(of view: RunView, _ report: inout Report) throws {
        let (store, run) = (view.store, view.run)
        let tally = try store.tally()
        let front = try view.front(overBudget: beyond.overBudget)
        let best = try view.best(overBudget: beyond.overBudget)
        let ending = try store.ending()
        let sessions = try store.sessions()

        let ended = ending.map { "ended: \($0)" } ?? (store.isBeingWritten ? "running" : nil)
        // Programs read one word for the state, whatever this one is called by.
        report.add("state", "state", ended ?? "stopped; nas resume goes on", shown: ended ?? "stopped; \(Program.name) resume goes on")
        report.add("fidelity", "trained", TrainingText.fidelities(run))
        report.add("trials", run.plan.rungs.isEmpty ? "trials" : "trials, in full trainings", run.trials)
        report.add("finished", "finished", tally.finished)
        report.add("failed", "failed", tally.failed)
        report.add("proposed", "under way or waiting", tally.proposed - tally.finished - tally.failed)
        report.add(
            "retrainings", "retrainings", try store.retrainings().count { $0.state == .finished })
        report.add("rejected", "rejected by the budget", tally.rejections.overBudget)
        report.add("duplicates", "duplicates avoided", tally.rejections.duplicates)
        report.add("front_size", "networks on the front", front.members.count)
        report.add("hypervolume", "hypervolume of the front, 0 to 1", front.normalisedHypervolume(budget: view.board.budget))
        report.add("best_trial", "best trial", best?.trial)
        report.add("best_accuracy", "best accuracy", best?.accuracy, shown: CellFormat.percent.text(best?.accuracy))
        try balance(of: best, view, &report)
        report.add("sessions", "sessions", sessions.count)
        report.add(
            "training_seconds", "time spent training, over all workers", tally.seconds,
            shown: Terminal.duration(tally.seconds))
        try energy(try store.sessionEnergies().map(\.energy), &report)
        for reason in Failure.Reason.allCases {
            let count = tally.failures[reason] ?? 0
            if count > 0 { report.add("failed_\(reason.rawValue)", "  failed: \(reason.rawValue)", count) }
        }
    }

    /// What the best accuracy is worth, which a table says only where the classes are imbalanced.
    private func balance(of best: Tally.Best?, _ view: RunView, _ report: inout Report) throws {
        let data = view.run.data
        guard data.isImbalanced || format != .table else { return }
        let balanced = try best.flatMap { try view.trial($0.trial)?.balancedAccuracy }
        report.add("best_balanced_accuracy", "  balanced", balanced, shown: CellFormat.percent.text(balanced))
        let share = data.classCounts?.majorityAccuracy
        report.add("majority_accuracy", "  always the commonest class", share, shown: CellFormat.percent.text(share))
    }

    /// What the machine that searched has taken, its idle power among it.
    private func energy(_ sessions: [SessionEnergy], _ report: inout Report) throws {
        let given = try region.map(CarbonIntensity.of)
        guard !sessions.isEmpty else {
            report.add(
                "search_energy_wh", "energy of the search", JSON.null,
                shown: "not recorded; \(Program.name) power says what this machine can measure")
            report.add("search_co2e_g", "CO2e of the search, g", JSON.null)
            return
        }
        let intensity = try given ?? CarbonIntensity.of("World")
        let wattHours = sessions.reduce(0) { $0 + $1.joules } / 3600
        let sources = Set(sessions.map { session in session.source + (session.measuredAt.map { ", at \($0)" } ?? "") }).sorted()
        let covered = Terminal.duration(sessions.reduce(0) { $0 + $1.seconds })
        let grams = wattHours / 1000 * intensity.gramsPerKilowattHour
        report.add(
            "search_energy_wh", "energy of the search, Wh", wattHours,
            shown: String(format: "%.3g in %@ (%@)", wattHours, covered, sources.joined(separator: "; ")))
        report.add(
            "search_co2e_g", "CO2e of the search, g", grams,
            shown: String(format: "%.3g (%@, %g g/kWh)", grams, intensity.region, intensity.gramsPerKilowattHour))
    }
}
