import ArgumentParser
import Search

/// Options that a space file's `defaults:` can give too. All are texts here: `Settings` reads them, wherever they come from.
struct TargetOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Data set: a name that `nas data` lists, or a folder.", valueName: "name|path"))
    var data: String?

    @Option(
        help: ArgumentHelp(
            "Board: a name that `nas boards` lists, or a YAML file; for a search several, joined by commas, each with a front of its own.",
            valueName: "name|file"))
    var board: String?

    @Option(help: ArgumentHelp("What executes the network there: c, onnxruntime, tflite, armnn, ncnn.", valueName: "runtime"))
    var runtime: String?

    @Option(help: ArgumentHelp("Threads on the board.", valueName: "count"))
    var threads: String?

    @Option(help: ArgumentHelp("Precision on the board: fp32.", valueName: "precision"))
    var precision: String?

    @Option(
        help: ArgumentHelp(
            "A profile that `nas calibrate` made of the board with this runtime: its measurements instead of the datasheet.",
            valueName: "file"))
    var profile: String?

    @Option(
        help: ArgumentHelp(
            "A profile of energies that `nas calibrate fit` made: instead of latency times the board file's power.", valueName: "file"))
    var energyProfile: String?

    @Option(
        help: ArgumentHelp(
            "Limits for one inference: energy=5mJ,latency=20ms,memory=2MB,storage=1MB,macs=10M,parameters=500k; or none.",
            valueName: "limits"))
    var budget: String?

    @Option(
        help: ArgumentHelp(
            "Judges limits on the upper end of the estimate's interval of this confidence, such as 0.9, instead of on its value.",
            valueName: "share"))
    var confidence: String?

    @Option(
        help: ArgumentHelp(
            "Battery of the mission: its charge with the voltage, 4000mAh@5V, or its energy, 20Wh; or none.", valueName: "capacity"))
    var battery: String?

    @Option(help: ArgumentHelp("How long the battery must last.", valueName: "hours"))
    var hours: String?

    @Option(help: ArgumentHelp("Inferences in that time: 1/s, 6/min.", valueName: "rate"))
    var rate: String?

    @Option(help: ArgumentHelp("Share of the battery that reaches the board (converter, usable capacity), 0 to 1.", valueName: "share"))
    var efficiency: String?

    var given: [(key: String, value: String)] {
        [
            ("data", data), ("board", board), ("runtime", runtime), ("threads", threads), ("precision", precision), ("profile", profile),
            ("energy-profile", energyProfile),
            ("budget", budget), ("confidence", confidence),
            ("battery", battery), ("hours", hours), ("rate", rate), ("efficiency", efficiency),
        ].compactMap { key, value in value.map { (key, $0) } }
    }
}

/// Options of how a run is carried out on this machine. They are no part of the run: a resumed run may have others.
struct MachineOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Worker processes (default: the cores).", valueName: "count"))
    var workers: String?

    @Option(help: ArgumentHelp("Stops, resumably, after this time: 30m, 2h.", valueName: "time"))
    var maxTime: String?

    @Option(help: ArgumentHelp("Fails a trial that takes longer: 10m.", valueName: "time"))
    var trialTime: String?

    @Option(
        help: ArgumentHelp(
            "Fails a trial whose worker takes more memory: 2GB (default: a worker's share of this machine's).", valueName: "size"))
    var trialMemory: String?

    @Option(
        help: ArgumentHelp(
            "What this machine draws while it searches, for `nas status` (default: its own sensor, where `nas power` shows one).",
            valueName: "watts"))
    var machineWatts: String?

    var given: [(key: String, value: String)] {
        [
            ("workers", workers), ("max-time", maxTime), ("trial-time", trialTime), ("trial-memory", trialMemory),
            ("machine-watts", machineWatts),
        ]
        .compactMap { key, value in value.map { (key, $0) } }
    }
}

/// Options of a search beside its target and this machine.
struct SearchOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "What the front is of: \(Objective.allCases.map(\.rawValue).joined(separator: ", ")).",
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
            "How much is trained, in trainings to the full number of epochs: how many candidates, where each is trained that long.",
            valueName: "count"))
    var trials: String?

    @Option(help: ArgumentHelp("Same seed, same run.", valueName: "number"))
    var seed: String?

    @Option(help: ArgumentHelp("How long each candidate is trained, in passes over the data.", valueName: "count"))
    var epochs: String?

    @Option(help: ArgumentHelp("How long each candidate is trained, in optimizer steps.", valueName: "count"))
    var steps: String?

    @Option(
        help: ArgumentHelp(
            "On how many fidelities candidates are compared: with 3, each is trained for a ninth of the epochs, the best third of them for a third, and of those the best third to the end.",
            valueName: "count"))
    var rungs: String?

    @Option(help: ArgumentHelp("Of a rung's candidates one in so many goes on to the next.", valueName: "count"))
    var reduction: String?

    @Option(
        help: ArgumentHelp(
            "The last share of all training, after the trials: the best of the front anew, longer and from other seeds; 20% unless given, or none.",
            valueName: "share"))
    var retrain: String?

    @Flag(help: "A candidate that was made from another begins with that one's weights, as far as they fit.")
    var inherit = false

    var given: [(key: String, value: String)] {
        [
            ("objectives", objectives), ("strategy", strategy), ("trials", trials), ("seed", seed), ("epochs", epochs), ("steps", steps),
            ("rungs", rungs), ("reduction", reduction), ("retrain", retrain),
        ].compactMap { key, value in value.map { (key, $0) } }
    }
}
