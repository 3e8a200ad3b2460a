import ArgumentParser
import BoardCalibration
import CostModel
import Foundation
import NAS
import NetworkGraph
import Reporting
import Search
import SearchEngine
import Support

struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Measures the networks of a front on the board, and compares them with their estimates.",
        discussion: """
            Example: \(Program.name) verify runs/mobile-1.db --front --on ssh://pi@raspberrypi.local
                     \(Program.name) verify runs/mobile-1.db --trial knee --on ssh://pi@raspberrypi.local
                     \(Program.name) verify runs/mobile-1.db --front --on local --refit runs/refitted.json
            The run's estimates must be of the C runtime, which is what runs there (\(Program.name) search --runtime c).
            """)

    @Argument(help: ArgumentHelp("The database of the run.", valueName: "db"))
    var db: String

    @Flag(help: "Verify the networks of the run's front (the default).")
    var front = false

    @Option(help: ArgumentHelp("Verify one network instead of the front: the number of its trial, best or knee.", valueName: "trial"))
    var trial: String?

    @OptionGroup
    var view: BoardViewOptions

    @Option(help: ArgumentHelp("Where the board is: local, ssh://user@host, or a command that runs a program there.", valueName: "where"))
    var on: String

    @Option(help: ArgumentHelp("The folder of the suite and its results (default: beside the database).", valueName: "folder"))
    var out: String?

    @Option(help: ArgumentHelp("Number of measurements of each network.", valueName: "count"))
    var passes = 3

    @Option(
        help: ArgumentHelp(
            "Add the measurements to the run's profile, write it to this file, and rank the front by it.", valueName: "file"))
    var refit: String?

    @Option(help: "table, csv or json.")
    var format: ListingFormat = .table

    @OptionGroup
    var tables: TableOptions

    @OptionGroup(title: "Board")
    var link: ConnectionOptions

    func run() throws {
        Interruption.endsProgram()
        guard (1...1000).contains(passes) else { throw UsageError("--passes must be 1 to 1000, got \(passes)") }
        let view = try RunView(try Store.read(at: db), board: view.board)
        let run = view.run
        guard view.board.target.runtime == .c else {
            throw Diagnostic(
                "has estimates of \(view.board.target), and only the C runtime can be run on a board", file: db,
                hint: "begin a run with the same trials for it: \(Program.command("fork", db, "--runtime", "c"))")
        }
        let space = TaskSpace(try SearchSpace(yaml: run.space.text, fileName: run.space.fileName), task: run.data.task)
        if front, trial != nil { throw UsageError("--front and --trial exclude each other") }
        let verified = try trial.map { [try view.trial(named: $0, in: db)] } ?? view.front().members
        let members = try verified.map { trial in
            (trial: trial, graph: try space.candidate(choices: trial.choices).graph)
        }
        guard !members.isEmpty else { throw Diagnostic("has no finished trial: there is no front yet", file: db) }
        let folder = try SuiteFolder(
            URL(fileURLWithPath: out ?? (db.hasSuffix(".db") ? String(db.dropLast(3)) : db) + "-verify"),
            sources: try Installation.folder("runtimes/c"))
        let measurement = NetworkMeasurement(
            folder, on: try link.connection(to: on, folder: folder.url), passes: passes, build: link.settings)
        let samples = try measurement.measure(members.map { ("net-\($0.trial.networkID)", $0.graph) })
        let refitted = try refit.map { try self.refitted(view.board.target, samples, $0) }
        try OutputFile.write(listing(members, samples, refitted, run).text(as: format, width: tables.width()), to: nil)
        report(members.map(\.trial), samples, view.board.target.board.name)
    }

    /// The run's target with a profile that knows these networks, which is written to a file.
    private func refitted(_ target: Target, _ samples: [MeasuredSample], _ file: String) throws -> any CostEstimator {
        guard case .operations(let profile)? = target.calibration else {
            throw Diagnostic(
                "the run was searched without a profile of the board, so there is none to refit", file: db,
                hint: "\(Program.name) calibrate run makes one; \(Program.name) search --profile takes it")
        }
        let known = Set(samples.map(\.name))
        let taken = OperationProfile(
            board: profile.board, precision: profile.precision, source: profile.source, surroundings: profile.surroundings,
            problems: profile.problems, alone: profile.alone, networks: profile.networks.filter { !known.contains($0.name) } + samples)
        try OutputFile.write(try taken.text(), to: file)
        return try target.calibrated(by: .operations(taken)).estimator()
    }

    private func listing(
        _ members: [(trial: TrialRecord, graph: InferredGraph)], _ samples: [MeasuredSample], _ refitted: (any CostEstimator)?,
        _ run: RunDefinition
    ) -> Listing<VerifiedNetwork> {
        var stays: Set<Int> = []
        let estimates = members.map { member in refitted?.estimate(member.graph) }
        if refitted != nil {
            var front = ParetoFront()
            for (member, estimate) in zip(members, estimates) {
                let costs = Objective.costs(
                    run.objectives, accuracy: member.trial.accuracy, loss: member.trial.loss, metrics: member.trial.metrics,
                    estimate: estimate)
                if let costs { front.insert(.init(trial: member.trial.number, costs: costs)) }
            }
            stays = Set(front.members.map(\.trial))
        }
        let rows = zip(zip(members, samples), estimates).map { pair, estimate in
            VerifiedNetwork(
                trial: pair.0.trial, measuredSeconds: pair.1.seconds, refitted: estimate,
                isOnRefittedFront: stays.contains(pair.0.trial.number))
        }
        return Listing(VerificationColumns.columns(isRefitted: refitted != nil), rows)
    }

    private func report(_ trials: [TrialRecord], _ samples: [MeasuredSample], _ board: String) {
        let ratios = zip(trials, samples).compactMap { trial, sample in
            trial.estimate.map { $0.latencySeconds.value / sample.seconds }
        }
        guard !ratios.isEmpty else { return }
        let networks = Plural.count(ratios.count, "network")
        let typical = exp(ratios.reduce(0) { $0 + log($1) } / Double(ratios.count))
        // Estimates of the board that was measured are hardly that far off.
        if typical > 2 || typical < 0.5 {
            tables.note(
                "\(networks), predicted to take \(String(format: "%.3g", typical)) times as long as measured: "
                    + "the estimates are of a \(board); is that what --on \(on) is?")
            return
        }
        let error = ratios.reduce(0) { $0 + abs($1 - 1) } / Double(ratios.count)
        tables.note("\(networks), predicted within \(String(format: "%.1f %%", error * 100))\(ratios.count > 1 ? " on average" : "")")
    }
}
