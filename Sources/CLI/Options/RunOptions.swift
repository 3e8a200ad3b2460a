import ArgumentParser
import CostModel
import Datasets
import NAS
import NetworkGraph
import Search
import Support

/// Options that a space file's `defaults:` can give too. All are texts here: `Settings` reads them, wherever they come from.
struct TargetOptions: SettingOptions {
    @Option(help: ArgumentHelp("Data set: a name listed by `\(Program.name) data`, a folder or a file.", valueName: "name|path"))
    var data: String?

    @Option(help: DataOptions.help)
    var dataOptions: String?

    @Option(
        help: ArgumentHelp(
            "Board: a name listed by `\(Program.name) boards`, or a YAML file. A search takes several, separated by commas, and keeps a front for each.",
            valueName: "name|file"))
    var board: String?

    @Option(help: ArgumentHelp("What executes the network there: \(Runtime.names).", valueName: "runtime"))
    var runtime: String?

    @Option(help: ArgumentHelp("Threads on the board.", valueName: "count"))
    var threads: String?

    @Option(
        help: ArgumentHelp(
            "Precision on the board: \(FrontEnd.Precision.names).", valueName: "precision"))
    var precision: String?

    @Option(
        help: ArgumentHelp(
            "Calibration profile of the board with this runtime (`\(Program.name) calibrate`), in place of the one that ships for it, if any; or none, for the datasheet alone.",
            valueName: "file"))
    var profile: String?

    @Option(
        help: ArgumentHelp(
            "Energy profile (`\(Program.name) calibrate fit`), used instead of latency times the board file's power.", valueName: "file"))
    var energyProfile: String?

    @Option(
        help: ArgumentHelp(
            "Limits for one inference (energy=5mJ,latency=20ms) of \(CostQuantity.budgets.map(\.name).joined(separator: ", ")); or none.",
            valueName: "limits"))
    var budget: String?

    @Option(
        help: ArgumentHelp(
            "Compare limits with the upper end of each estimate's interval at this confidence, such as 0.9, instead of with its value.",
            valueName: "share"))
    var confidence: String?
}

/// Options of how a run is carried out on this machine. They are no part of the run: a resumed run may have others.
struct MachineOptions: SettingOptions {
    @Option(help: ArgumentHelp("Number of worker processes (default: one for each core).", valueName: "count"))
    var workers: String?

    @Option(help: ArgumentHelp("Stop after this time (30m, 2h); the run can be resumed.", valueName: "time"))
    var maxTime: String?

    @Option(help: ArgumentHelp("Time limit for one trial, which fails beyond it: 10m.", valueName: "time"))
    var trialTime: String?

    @Option(
        help: ArgumentHelp(
            "Memory limit for one trial, which fails beyond it: 2GB (default: this machine's memory divided by the workers).",
            valueName: "size"))
    var trialMemory: String?

    @Option(
        help: ArgumentHelp(
            "Power this machine draws during the search, for `\(Program.name) status` (default: its own sensor, if `\(Program.name) power` lists one).",
            valueName: "watts"))
    var machineWatts: String?
}

/// Options of a search beside its target and this machine.
struct SearchOptions: SettingOptions {
    @Option(
        help: ArgumentHelp(
            "What the front is of: \(Objective.names).",
            valueName: "names"))
    var objectives: String?

    @Option(
        help: ArgumentHelp("Search strategy: \(StrategyCatalog.standard.names.joined(separator: ", ")).", valueName: "name"))
    var strategy: String?

    @Option(
        name: .customLong("set"),
        help: ArgumentHelp("A setting of the strategy, such as population=20; may be repeated.", valueName: "name=value"))
    var strategySettings: [String] = []

    @Option(
        help: ArgumentHelp(
            "Training budget, in full trainings (without --rungs: the number of candidates).",
            valueName: "count"))
    var trials: String?

    @Option(help: ArgumentHelp("Random seed; the same seed gives the same run.", valueName: "number"))
    var seed: String?

    @Option(help: ArgumentHelp("Training length of a candidate, in passes over the data.", valueName: "count"))
    var epochs: String?

    @Option(help: ArgumentHelp("Training length of a candidate, in optimizer steps.", valueName: "count"))
    var steps: String?

    @Option(
        help: ArgumentHelp(
            "Number of fidelities: with 3, every candidate is trained for a ninth of the epochs, the best third of them for a third, and the best third of those to the end.",
            valueName: "count"))
    var rungs: String?

    @Option(help: ArgumentHelp("Promote one in N candidates per rung.", valueName: "count"))
    var reduction: String?

    @Option(
        help: ArgumentHelp(
            "Share of the training budget kept for retraining the best of the front, longer and from other seeds (default: 20%), or none.",
            valueName: "share"))
    var retrain: String?

    @Option(help: RecipeSettings.help)
    var recipe: String?

    @Option(
        help: ArgumentHelp(
            "Folds of cross-validation that candidates are ranked by; 1 for none (default: 5 where fewer than 200 examples would be for validation).",
            valueName: "count"))
    var folds: String?

    @Flag(help: "Start a candidate that was derived from another with that one's weights, as far as they fit.")
    var inherit = false
}

/// Options of a search that a fork may have otherwise than its run.
struct ForkedSearchOptions: SettingOptions {
    @Option(help: ArgumentHelp("Objectives of the front (default: the run's).", valueName: "names"))
    var objectives: String?

    @Option(help: ArgumentHelp("Search strategy (default: the run's).", valueName: "name"))
    var strategy: String?

    @Option(name: .customLong("set"), help: ArgumentHelp("A setting of the strategy; may be repeated.", valueName: "name=value"))
    var strategySettings: [String] = []

    @Option(
        help: ArgumentHelp(
            "Total training budget, as in \(Program.name) search, including what is inherited; or +N for N more (default: the run's).",
            valueName: "count"))
    var trials: String?
}

/// Random architectures of a space, which a command lists.
struct SampleOptions: SettingOptions {
    @Option(help: ArgumentHelp("Number of random architectures to list.", valueName: "count"))
    var sample: String?

    @Option(help: ArgumentHelp("Random seed of the samples.", valueName: "number"))
    var seed: String?
}

extension RecipeSettings {
    /// What `--recipe` is, for help texts.
    static let help = ArgumentHelp(
        "Settings in place of those in the space's train: part, such as optimizer=adamw,mixup=0.2.", valueName: "key=value,...")
}
