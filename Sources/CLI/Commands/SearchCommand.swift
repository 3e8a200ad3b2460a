import ArgumentParser
import CostModel
import Datasets
import Foundation
import NAS
import Reporting
import Search
import SearchEngine
import Support

struct SearchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "search", abstract: "Searches a space for the best networks within a budget.",
        discussion: """
            Example: \(Program.name) search mobile --data mnist --board raspberry-pi-zero-w \\
                       --battery 4000mAh@5V --hours 26 --rate 1/s --trials 100

            What the command line leaves out is taken from the space file's `defaults:`. Everything is kept in one database,
            runs/SPACE-SEED.db; `\(Program.name) resume` goes on with it after a stop of any kind.
            """)

    @Argument(help: ArgumentHelp("The search space.", valueName: "space.yaml"))
    var space: String

    @OptionGroup(title: "Target and budget")
    var target: TargetOptions

    @OptionGroup(title: "Mission")
    var mission: MissionOptions

    @OptionGroup(title: "Search")
    var search: SearchOptions

    @OptionGroup(title: "This machine")
    var machine: MachineOptions

    @OptionGroup
    var reading: DataReadingOptions

    @Option(help: ArgumentHelp("The database (default: runs/SPACE-SEED.db).", valueName: "file"))
    var db: String?

    func run() throws {
        let file = try SpaceCatalog.space(space)
        let settings = Settings(space: file, options: target.given + mission.given + search.given + machine.given)
        try settings.checkForSearch(of: file)
        let space = try settings.withRecipe(file)
        let boards = try boards(settings)
        let seed = try settings.seed() ?? 1
        let options = try settings.searchOptions()
        let path = db ?? "runs/\(space.name)-\(seed).db"
        try StoreFile.checkFree(path)
        let dataName = settings.text("data") ?? "digits"
        let dataset = try Dataset.load(dataName, options: try settings.dataOptions(), loading: reading.loading)
        // Says what is wrong with the space before anything is written.
        let examples = ExampleView(task: dataset.task, kind: dataset.kind, origin: .data(dataName))
        let analysis = try examples.analysis(of: space)
        var run = try RunDefinition(
            space: space, dataset: dataset, named: dataName, boards: boards,
            boardFiles: try settings.boardNames().map { try BoardCatalog.file($0) }, seed: seed, folds: try settings.folds())
        run.strategy = settings.text("strategy") ?? run.strategy
        let fidelity = try settings.fidelity() ?? run.fidelity
        run.fidelity = fidelity
        run.objectives = try settings.objectives()
        run.strategySettings = try settings.strategySettings(search.strategySettings, of: run.strategy)
        run.trials = try settings.whole("trials", in: 1...100_000_000) ?? run.trials
        run.plan = try settings.trainingPlan(fidelity)
        run.plan.inheritsWeights = search.inherit
        let folds = try RunContext(json: run.context).folds
        if search.inherit, folds > 1 {
            throw UsageError(
                "--inherit and \(folds)-fold cross-validation exclude each other: inherited weights have seen what is validated on",
                hint: "--folds 1 validates on one part alone")
        }

        try announce(run, analysis: analysis, dataset: dataset, folds: folds, workers: options.session.workers)
        Terminal.print(examples.text(try space.frontEnds(for: dataset.task)))
        try FeasibilityCheck.print(run, TaskSpace(space, task: dataset.task))
        let store = try Store.create(at: path, run: run)
        Terminal.print("database \(DisplayPath.short(store.path))")
        try TerminalSearch.begin(store, space: space, options: options)
    }

    /// Each with what is allowed there.
    private func boards(_ settings: Settings) throws -> [RunBoard] {
        try settings.boards().map { board in
            let target = try settings.target(on: board)
            let plan = try settings.missionPlan(on: target)
            return RunBoard(target: target, budget: try settings.budget(mission: plan, board: board), mission: plan?.mission)
        }
    }

    private func announce(
        _ run: RunDefinition, analysis: SpaceAnalysis, dataset: Dataset, folds: Int, workers: Int
    ) throws {
        Terminal.print("space \(run.space.name): \(analysis.countInWords)")
        Terminal.print(
            "data \(run.data.name): \(Plural.count(dataset.count, "example")) of \(dataset.shape) "
                + "in \(Plural.count(dataset.classes, "class", "classes"))")
        for note in dataset.origin.notes { Terminal.print("  " + note) }
        if let counts = run.data.classCounts {
            let classes = ClassCountsView(counts, of: dataset)
            for line in classes.lines { Terminal.print("  " + line) }
            if let imbalance = classes.imbalance { Terminal.print(imbalance) }
        }
        if folds > 1 {
            Terminal.print(
                "candidates are ranked by \(folds)-fold cross-validation: each is trained \(folds) times, and every example outside the test "
                    + "part is once for validation")
        }
        for line in try run.boards.flatMap({ try $0.lines() }) { Terminal.print(line) }
        let objectives = run.objectives.map(\.rawValue).joined(separator: " and ")
        Terminal.print(
            "\(Plural.count(run.trials, "trial")) of \(TrainingText.fidelities(run)) for \(objectives), "
                + "strategy \(run.strategy), seed \(run.seed), \(Plural.count(workers, "worker"))")
        if run.plan.inheritsWeights { Terminal.print("a candidate that was made from another begins with that one's weights") }
        if let retraining = TrainingText.retraining(run) { Terminal.print(retraining) }
    }
}

extension Settings {
    /// `--set name=value`, checked against the strategy before anything begins.
    func strategySettings(_ texts: [String], of strategy: String) throws -> [String: Double] {
        let values: [String: Double]
        do {
            values = try StrategySettings.parse(texts)
        } catch { throw UsageError("--set: \(error.message)", hint: error.hint) }
        do {
            _ = try StrategyCatalog.standard.make(strategy, settings: values)
        } catch {
            throw located(error, "strategy")
        }
        return values
    }

    func seed() throws -> UInt64? {
        try read("seed") { text in
            guard let seed = UInt64(text) else { throw Diagnostic("seed must be a whole number from 0 to 2^64 - 1, got '\(text)'") }
            return seed
        }
    }
}
