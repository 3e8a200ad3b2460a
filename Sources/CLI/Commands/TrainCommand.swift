import ArgumentParser
import Datasets
import Foundation
import NAS
import Search
import SearchEngine
import Support

struct TrainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "train", abstract: "Trains a network at full length, and makes a model folder of it.",
        discussion: """
            Example: \(Program.name) train runs/quickstart-1.db best
                     \(Program.name) train runs/mobile-1.db 17 --epochs 60 --seeds 3 --output models/cats
                     \(Program.name) train mobile --arch 0-1-0-2-1 --data mnist

            The network of a trial (its number, best or knee: \(Program.name) show), or an architecture of a space. It is trained on \
            training and validation examples together and measured on the test part, which no search sees; with --patience, validation \
            is kept apart and chooses the epoch. A training that was interrupted goes on with \(Program.name) resume MODEL.
            """)

    @Argument(help: ArgumentHelp("The database of a run, or a search space.", valueName: "db|space.yaml"))
    var source: String

    @Argument(help: ArgumentHelp("Of a run: the number of the trial, best or knee.", valueName: "trial"))
    var trial: String?

    @Option(help: ArgumentHelp("Of a space: the architecture in short form.", valueName: "architecture"))
    var arch: String?

    @OptionGroup
    var view: BoardViewOptions

    @OptionGroup(title: "Training")
    var training: ModelTrainingOptions

    @OptionGroup
    var reading: DataReadingOptions

    @Option(name: .shortAndLong, help: ArgumentHelp("The model folder (default: models/RUN-trial-N).", valueName: "folder"))
    var output: String?

    @OptionGroup
    var tables: TableOptions

    func run() throws {
        let subject = try isOfRun ? ofRun() : ofSpace()
        let settings = Settings(space: nil, options: training.given)
        let workers = try settings.workers()
        let plan = ModelTrainingPlan(
            name: subject.name, context: subject.context, choices: subject.choices,
            fidelity: try settings.fidelity() ?? subject.fidelity.with(count: subject.fidelity.count * Self.lengthening),
            seed: try settings.seed() ?? subject.seed, trainings: try settings.whole("seeds", in: 1...1000) ?? 1,
            patience: try settings.whole("patience", in: 1...1_000_000), run: subject.run)
        let folder = URL(fileURLWithPath: output ?? "models/\(subject.name)", isDirectory: true)
        let trainings = try ModelTraining(plan, in: folder, dataset: subject.dataset, loading: reading.loading)
        try TerminalTraining(trainings, in: folder, workers: workers, tables: tables).start()
    }

    private var isOfRun: Bool { trial != nil || source.hasSuffix(".db") }

    /// How many times as long as in a search a network is trained unless that is said.
    private static let lengthening = 10

    /// Which network, and what belongs to it.
    private struct Subject {
        let name: String
        let context: RunContext
        let choices: [Choice]
        /// The length of its training in a search.
        let fidelity: Fidelity
        let seed: UInt64
        /// The data set, where it has been read already.
        var dataset: Dataset?
        var run: (file: String, trial: Int)?
    }

    private func ofRun() throws -> Subject {
        guard arch == nil else { throw UsageError("--arch is of a space; of a run the trial is named: a number, best or knee") }
        guard let trial else { throw UsageError("which trial?", hint: Program.command("train", source, "best")) }
        let view = try RunView(try Store.read(at: source), board: view.board)
        let record = try view.trial(named: trial, in: source)
        if trial == "best", let measured = view.run.objectives.first(where: \.isMeasured), measured != .accuracy {
            tables.note(
                "best is the most accurate trial; the run goes by \(measured.rawValue): \(Program.command("pareto", source)) lists its best"
            )
        }
        var context = try view.store.context(of: view.run)
        let dataset = try training.data.map { try Dataset.load($0, options: context.dataOptions, loading: reading.loading) }
        if let dataset { context = context.with(data: dataset.place) }
        var choices = record.choices
        if training.recipe != nil {
            let settings = Settings(space: nil, options: training.given)
            let space = try settings.withRecipe(view.store.space(of: view.run))
            context = context.with(space: space)
            // A setting that was a choice is none any more.
            let decisions = Set(space.decisions.map(\.name))
            choices.removeAll { !decisions.contains($0.decision) }
        }
        let stem = URL(fileURLWithPath: source).deletingPathExtension().lastPathComponent
        return Subject(
            name: "\(stem)-trial-\(record.number)", context: context, choices: choices, fidelity: view.run.fidelity,
            seed: view.run.seed, dataset: dataset, run: (DisplayPath.short(view.store.path), record.number))
    }

    private func ofSpace() throws -> Subject {
        guard trial == nil else { throw UsageError("a trial is of a run's database; of a space give --arch") }
        let file = try SpaceCatalog.space(source)
        let settings = Settings(space: file, options: training.given)
        let space = try settings.withRecipe(file)
        // Where nothing is open there is one network.
        guard let arch = arch ?? (space.decisions.isEmpty ? "" : nil) else {
            throw UsageError(
                "which architecture?", hint: "\(Program.command("space", source, "--sample", "5")) lists some; --arch takes one")
        }
        let dataName = settings.text("data") ?? "digits"
        let dataset = try Dataset.load(dataName, options: try settings.dataOptions(), loading: reading.loading)
        try space.checkExamples(of: dataset.task, kind: dataset.kind)
        let task = TaskSpace(space, task: dataset.task)
        let architecture: Architecture
        do { architecture = try space.architecture(shortForm: arch) } catch { throw UsageError(error) }
        let candidate = try task.candidate(for: architecture)
        let seed = try settings.seed() ?? 1
        let context = RunContext(
            space: space, data: dataset.place, dataOptions: dataset.origin.options, fingerprint: dataset.fingerprint.description,
            splitSeed: seed, boardFiles: [nil])
        return Subject(
            name: "\(space.name)-\(candidate.networkID.description.prefix(8))", context: context, choices: task.choices(of: architecture),
            fidelity: space.defaultFidelity, seed: seed, dataset: dataset)
    }
}

/// How a network is trained at full length.
struct ModelTrainingOptions: SettingOptions {
    @Option(help: ArgumentHelp("Data set, or where the run's is now: a name, a folder or a file.", valueName: "name|path"))
    var data: String?

    @Option(help: DataOptions.help)
    var dataOptions: String?

    @Option(help: ArgumentHelp("Length in passes over the data (default: ten times as long as in the search).", valueName: "count"))
    var epochs: String?

    @Option(help: ArgumentHelp("Length in optimizer steps.", valueName: "count"))
    var steps: String?

    @Option(help: RecipeSettings.help)
    var recipe: String?

    @Option(help: ArgumentHelp("Number of trainings, each from another seed, for mean and deviation (default: 1).", valueName: "count"))
    var seeds: String?

    @Option(help: ArgumentHelp("Random seed (default: the run's, or 1).", valueName: "number"))
    var seed: String?

    @Option(
        help: ArgumentHelp(
            "Keep validation apart, and stop after so many epochs without a better validation accuracy; the best epoch is kept.",
            valueName: "epochs"))
    var patience: String?

    @Option(help: ArgumentHelp("Number of worker processes (default: one for each core).", valueName: "count"))
    var workers: String?
}
