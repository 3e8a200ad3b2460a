import ArgumentParser
import CostModel
import Datasets
import Foundation
import Models
import NAS
import NetworkGraph
import Search
import SearchEngine
import Support

struct ResumeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume", abstract: "Resumes or extends a search, or resumes a training.",
        discussion: """
            Example: \(Program.name) resume runs/mobile-1.db --trials 200
                     \(Program.name) resume runs/mobile-1.db --trials +50
                     \(Program.name) resume runs/mobile-1.db --retry-failed --trial-memory 4GB
                     \(Program.name) resume models/mobile-1-trial-17
            """)

    @Argument(
        help: ArgumentHelp("The database of the run, or the folder of a model whose training was interrupted.", valueName: "db|model"))
    var db: String

    @Option(help: ArgumentHelp("How many trials the run is to have in all, not fewer than now; or +N for N more.", valueName: "count"))
    var trials: String?

    @Flag(help: "Retry failed trials, each from another seed, as new trials; the failed ones stay as they are.")
    var retryFailed = false

    @OptionGroup(title: "This machine")
    var machine: MachineOptions

    @Option(help: ArgumentHelp("Where the data set is now, if it was moved.", valueName: "name|path"))
    var data: String?

    @OptionGroup
    var reading: DataReadingOptions

    @OptionGroup
    var tables: TableOptions

    @Flag(help: "Continue although the space file, the board's profile or the data set has changed since.")
    var acceptChanges = false

    func run() throws {
        let folder = URL(fileURLWithPath: db, isDirectory: true)
        if ModelTraining.isUnderWay(in: folder) || ModelFolder.isComplete(folder) { return try resumeTraining() }
        let settings = Settings(space: nil, options: machine.given + (trials.map { [("trials", $0)] } ?? []))
        var options = try settings.searchOptions()
        let wanted = try settings.trialTotal()

        var found: Current?
        let store = try Store.open(at: db) { found = try current($0, wanted) }
        guard let current = found else { preconditionFailure("an open database was read") }
        let (stored, space, total) = (current.stored, current.space, current.total)
        try store.adopt(current.run, space: TaskSpace(space, task: current.run.data.task))
        options.session.trials = total == stored.trials ? nil : total
        options.session.retriesFailed = retryFailed
        Terminal.print("space \(stored.space.name), board \(stored.boards[0].target), seed \(stored.seed), \(Plural.count(total, "trial"))")
        if let imbalance = current.classes.imbalance { Terminal.print(imbalance) }
        if retryFailed {
            let count = try store.failedTrials().count
            Terminal.print(
                count == 0
                    ? "no trial has failed: there is nothing to try again" : "\(Plural.count(count, "failed trial")) to try again")
        }
        try TerminalSearch(store: store, space: space, options: options).start()
    }

    private func resumeTraining() throws {
        guard trials == nil, !retryFailed, !acceptChanges else {
            throw UsageError(
                "a training goes on as it was begun: only --workers and --data can be given", hint: Program.command("resume", db))
        }
        let folder = URL(fileURLWithPath: db, isDirectory: true)
        let workers = try Settings(space: nil, options: machine.given).workers()
        let training = try ModelTraining(resuming: folder, data: data, loading: reading.loading)
        try TerminalTraining(training, in: folder, workers: workers, tables: tables).start()
    }

    /// The run as it is to go on.
    private struct Current {
        let stored: RunDefinition
        /// With the space, the boards and the data as they are now.
        let run: RunDefinition
        let space: SearchSpace
        let classes: ClassCountsView
        /// How many trials there are to be.
        let total: Int
    }

    /// Reads all that it takes to go on; nothing is written yet.
    private func current(_ store: Store, _ wanted: TrialTotal?) throws -> Current {
        let stored = try store.run()
        let total = try wanted.map { try self.total($0, stored, used: store.trainings()) } ?? stored.trials
        let context = try store.context(of: stored)
        _ = try store.strategy(of: stored, among: .standard)
        let space = try currentSpace(stored, store, context.recipe)
        let dataset = try currentData(context)
        let classes = ClassCountsView(ClassCounts(dataset, split: try context.splits(of: dataset)[0]), of: dataset)
        var current = stored
        current.space = .init(space)
        current.data = .init(
            name: data ?? stored.data.name, fingerprint: dataset.fingerprint.description, task: dataset.task, classCounts: classes.counts)
        // A program that gave its run other boards may have named no files.
        let missing = max(stored.boards.count - context.boardFiles.count, 0)
        let files = context.boardFiles + [String?](repeating: nil, count: missing)
        current.boards = try zip(stored.boards, files).map(currentBoard)
        current.engine = .current
        current.context = try context.with(space: space).with(dataset: dataset).json()
        try checkDifferences(stored, current, path: store.path)
        return Current(stored: stored, run: current, space: space, classes: classes, total: total)
    }

    /// - Throws: a usage error where that is less than there was to be, or is.
    private func total(_ wanted: TrialTotal, _ stored: RunDefinition, used: Double) throws -> Int {
        let total = wanted.trials(after: stored.trials, used: used)
        let least = max(stored.trials, total == stored.trials ? 0 : Int(used))
        guard total >= least else {
            throw UsageError(
                "--trials: the run is to have \(Plural.count(least, "trial")) already, got \(total)",
                hint: "it counts all of them: --trials \(least + total), or +\(total), adds \(total)")
        }
        return total
    }

    /// The space file as it is now; the stored text where the file is gone.
    private func currentSpace(_ run: RunDefinition, _ store: Store, _ recipe: RecipeSettings?) throws -> SearchSpace {
        if FileManager.default.fileExists(atPath: run.space.fileName) {
            let space = try SearchSpace(contentsOf: URL(fileURLWithPath: run.space.fileName))
            return try recipe.map { try space.with(recipe: $0) } ?? space
        }
        return try store.space(of: run)
    }

    private func currentData(_ context: RunContext) throws -> Dataset {
        let name = data ?? context.data
        do {
            return try Dataset.load(name, options: context.dataOptions, loading: reading.loading)
        } catch {
            var error = error
            if data == nil { error.hint = (error.hint.map { $0 + "; " } ?? "") + "--data says where it is now" }
            throw error
        }
    }

    /// A board as its file is now; as it was where that is gone, for the run has its own copy.
    private func currentBoard(_ stored: RunBoard, file: String?) throws -> RunBoard {
        let old = stored.target
        guard let board = try currentBoard(named: old.board.name, file: file) else { return stored }
        // Measurements are the run's own.
        return RunBoard(target: try old.moved(to: board), budget: stored.budget, mission: stored.mission)
    }

    private func currentBoard(named name: String, file: String?) throws -> Board? {
        if let file { return FileManager.default.fileExists(atPath: file) ? try BoardCatalog.board(file) : nil }
        guard let names = try? BoardCatalog.directory().names, names.contains(name) else { return nil }
        return try BoardCatalog.board(name)
    }

    private func checkDifferences(_ stored: RunDefinition, _ current: RunDefinition, path: String) throws {
        let differences = stored.differences(to: current)
        for difference in differences where !difference.isRefused { Terminal.printError("warning: \(difference)") }
        let refused = differences.filter(\.isRefused)
        guard refused.isEmpty || acceptChanges else {
            throw StoreError(
                .changed, refused.map(\.description).joined(separator: "\n"), path: path,
                hint: "undo the change, or go on with it: \(Program.command("resume", DisplayPath.short(path), "--accept-changes"))")
        }
    }
}
