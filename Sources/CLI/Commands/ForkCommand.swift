import ArgumentParser
import CostModel
import Foundation
import Search
import SearchEngine
import Support

struct ForkCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fork",
        abstract: "Starts a new run from another run's history, with another budget, board or strategy; nothing is trained twice.",
        discussion: """
            Example: \(Program.name) fork runs/mobile-1.db --from 40 --budget energy=2mJ
                     \(Program.name) fork runs/mobile-1.db --board raspberry-pi-5 --trials 200 --db runs/pi-5.db

            The new run has the trials before --from as its past. What it proposes then is trained only where the first run has not
            trained it already. Space, data set, seed and fidelities are those of the first run, which is only read.
            """)

    @Argument(help: ArgumentHelp("The database of the run.", valueName: "db"))
    var origin: String

    @Option(help: ArgumentHelp("First trial to propose again (default: after all trials with a result).", valueName: "trial"))
    var from: Int?

    @OptionGroup(title: "Target and budget (default: the run's)")
    var target: TargetOptions

    @OptionGroup(title: "Mission (default: the run's)")
    var mission: MissionOptions

    @OptionGroup
    var search: ForkedSearchOptions

    @OptionGroup(title: "This machine")
    var machine: MachineOptions

    @Option(help: ArgumentHelp("The new database (default: runs/mobile-1-fork.db for runs/mobile-1.db).", valueName: "file"))
    var db: String?

    func run() throws {
        if target.data != nil { throw UsageError("--data: a fork has the data set of its run") }
        let source = try Store.read(at: origin)
        let stored = try source.run()
        _ = (try source.context(of: stored), try source.space(of: stored))
        let settings = Settings(space: nil, options: try boardsOf(stored) + target.given + mission.given + search.given + machine.given)
        let options = try settings.searchOptions()
        let count = try source.tally().proposed
        if let from, !(0...count).contains(from) { throw UsageError("--from: the run has trials 0 to \(count - 1), got \(from)") }
        if stored.engine != .current {
            throw Diagnostic(
                "was trained by another engine (\(stored.engine.version), kernels \(stored.engine.kernelClass), BLAS \(stored.engine.blasCore)): "
                    + "its results are not those that this program would have", file: origin,
                hint: "\(Program.name) resume goes on with it, and marks its trials")
        }
        var run = stored
        run.boards = try forkedBoards(stored, settings)
        if search.objectives != nil { run.objectives = try settings.objectives() }
        if search.objectives != nil, let missing = run.unmeasured(in: try source.trials().filter { $0.number < from ?? count }) {
            throw Diagnostic(
                "its trials were not measured by \(missing.rawValue)", file: origin,
                hint: "with --from 0 a fork has none of them, and trains anew what it needs")
        }
        if let strategy = search.strategy { (run.strategy, run.strategySettings) = (strategy, [:]) }
        if search.strategy != nil || !search.strategySettings.isEmpty {
            run.strategySettings = try settings.strategySettings(search.strategySettings, of: run.strategy)
        }
        let total = try settings.trialTotal()
        run.trials = try total?.trials(after: stored.trials, used: source.trainings(before: from)) ?? stored.trials
        run.context = try context(stored, settings)
        let path = db ?? (origin.hasSuffix(".db") ? String(origin.dropLast(3)) : origin) + "-fork.db"
        try StoreFile.checkFree(path)
        // What it needs is there, and its networks fit, before anything is written.
        let loaded = try LoadedRun(RunContext(json: run.context), loading: TerminalLoading.loading())
        let counts = loaded.classCounts
        run.data.classCounts = counts
        for line in try run.boards.flatMap({ try $0.lines() }) { Terminal.print(line) }
        try FeasibilityCheck.print(run, loaded.space)
        let store = try Store.fork(source, at: path, run: run, trials: from ?? count)
        Terminal.print(
            "database \(DisplayPath.short(store.path)): \(Plural.count(try store.tally().proposed, "trial")) "
                + "of \(DisplayPath.short(source.path))")
        if let imbalance = ClassCountsView(counts, of: loaded.dataset).imbalance { Terminal.print(imbalance) }
        try sayWhetherUsedUp(store, run)
        try TerminalSearch.begin(store, space: loaded.space.space, options: options)
    }

    /// Says so where the trials that it begins with are all that it is to have.
    private func sayWhetherUsedUp(_ store: Store, _ run: RunDefinition) throws {
        let (used, count) = (try store.trainings(), try store.tally().proposed)
        guard used >= Double(run.trials) else { return }
        let added = Int(used.rounded(.up))
        let trainings = run.plan.rungs.isEmpty ? "" : String(format: " (%.3g full trainings)", used)
        Terminal.print(
            "\(count == 1 ? "the only trial" : "all \(count) trials")\(trainings) \(count == 1 ? "is" : "are") inherited, "
                + "and the fork is to have \(run.trials): nothing new is proposed; "
                + "\(Program.command("resume", DisplayPath.short(store.path), "--trials", "\(added * 2)")) adds \(added)")
    }

    /// Those that options are about where no others are given.
    private func boardsOf(_ stored: RunDefinition) throws -> [(key: String, value: String)] {
        let files = try RunContext(json: stored.context).boardFiles
        let names = zip(stored.boards, files).map { $1 ?? $0.target.board.name }
        return [("board", names.joined(separator: ","))]
    }

    /// The run's boards, with what was given in the place of what they had.
    private func forkedBoards(_ stored: RunDefinition, _ settings: Settings) throws -> [RunBoard] {
        let limits = ["budget", "confidence"]
        let hasLimits = !mission.given.isEmpty || target.given.contains { limits.contains($0.key) }
        let hasTarget = target.given.contains { !limits.contains($0.key) }
        guard hasTarget || hasLimits else { return stored.boards }
        let targets = try hasTarget ? settings.boards().map { try settings.target(on: $0) } : stored.boards.map(\.target)
        return try zip(targets, targets.indices).map { target, index in
            let old = stored.boards.indices.contains(index) ? stored.boards[index] : stored.boards[0]
            let mission = try mission.given.isEmpty ? old.mission : old.mission.map(settings.mission(over:)) ?? settings.mission()
            let plan = try settings.missionPlan(mission, on: target)
            return RunBoard(target: target, budget: try settings.budget(mission: plan, board: target.board), mission: plan?.mission)
        }
    }

    /// With the files of other boards where those were given.
    private func context(_ stored: RunDefinition, _ settings: Settings) throws -> String {
        guard target.board != nil else { return stored.context }
        let context = try RunContext(json: stored.context)
        return try context.with(boardFiles: settings.boardNames().map { try BoardCatalog.file($0) }).json()
    }
}
