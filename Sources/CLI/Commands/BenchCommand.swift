import ArgumentParser
import Foundation
import ReferenceNetworks
import Reporting
import Search
import Support
import TensorCore

struct BenchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench", abstract: "Measures the tensor core's own speed on the reference networks.",
        discussion: """
            Example: \(Program.name) bench --net dscnn
                     \(Program.name) bench --net mbv2 nb201 --threads 2 --format json
                     \(Program.name) bench --net cnn --profile

            Training is on random images, with momentum 0.9, weight decay 0.0001 and learning rate 0.01. The tensor core uses one \
            thread a worker: --threads T trains in T processes at once, as a search does, and gives their sum and each. Every \
            figure is of a process of its own. GFLOP/s count 6 operations for each multiply-accumulate of a forward pass; their \
            share is of what one-thread sgemm of OpenBLAS reaches before or after, for each thread. Inference is of one image by \
            one process. docs/performance.md says how speed is measured.
            """)

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp(
            "Networks: mlp, cnn, mbv2, dscnn, nb201; all of them if not given.", valueName: "name"))
    var net: [String] = []

    @Option(help: ArgumentHelp("Number of parallel processes, one thread each. (default: 1)", valueName: "count"))
    var threads: String?

    @Option(help: ArgumentHelp("Images in a training step. (default: 64)", valueName: "count"))
    var batch: String?

    @Option(
        help: ArgumentHelp(
            "Training time for each network; its other figures take as long again. (default: 2)", valueName: "seconds"))
    var seconds: String?

    @Flag(help: "Measure training only: no sgemm, no inference.")
    var training = false

    @Flag(help: "Measure sgemm only, without a network.")
    var sgemm = false

    @Flag(help: "Show the time of a training step by kind of operation.")
    var profile = false

    @Option(help: "table, csv or json.")
    var format: ListingFormat = .table

    @OptionGroup
    var tables: TableOptions

    func run() throws {
        // Nothing is to be saved; the processes that measure end with this one.
        Interruption.endsProgram()
        let settings = Settings(
            space: nil,
            options: [("threads", threads), ("batch", batch), ("seconds", seconds)].compactMap { key, value in value.map { (key, $0) } })
        let networks = try net.isEmpty ? ReferenceNetwork.allCases : net.map { try ReferenceNetwork(named: $0) }
        let processes = try settings.whole("threads", in: 1...256) ?? 1
        try ProcessLimits.require(workers: processes)
        let batch = try settings.whole("batch", in: 1...65_536) ?? 64
        let seconds = try settings.benchSeconds() ?? 2
        guard [training, sgemm, profile].filter({ $0 }).count <= 1 else {
            throw UsageError("--training, --sgemm and --profile exclude each other")
        }
        if sgemm, !net.isEmpty { throw UsageError("--sgemm measures no network, so --net does not go with it") }
        if profile, processes > 1 { throw UsageError("--profile looks at one process, so --threads does not go with it") }

        let text =
            sgemm
            ? try sgemmListing(seconds, processes).text(as: format, width: tables.width())
            : profile
                ? try profileListing(networks, batch, seconds).text(as: format, width: tables.width())
                : try speedListing(networks, batch, seconds, processes).text(as: format, width: tables.width())
        try OutputFile.write(text, to: nil)
    }

    private func speedListing(
        _ networks: [ReferenceNetwork], _ batch: Int, _ seconds: Double, _ processes: Int
    ) throws -> Listing<BenchResult> {
        let results = try networks.map { network in
            announce(network)
            func sgemmPeak() throws -> Double? {
                training ? nil : try BenchTeam.measure(.sgemm, seconds: seconds / 4)[0].best
            }
            let before = try sgemmPeak()
            let trained = try BenchTeam.measure(.training, network, batch: batch, seconds: seconds, processes: processes)
            let inference = training ? nil : try BenchTeam.measure(.inference, network, seconds: seconds / 2)[0]
            let after = try sgemmPeak()
            return BenchResult(
                network: network, batch: batch, training: trained, inference: inference,
                sgemmPeak: [before, after].compactMap { $0 }.max())
        }
        return Listing(BenchResult.columns, results)
    }

    private func sgemmListing(_ seconds: Double, _ processes: Int) throws -> Listing<SGEMMResult> {
        let figures = try BenchTeam.measure(.sgemm, seconds: seconds, processes: processes)
        return Listing(SGEMMResult.columns, [SGEMMResult(figures: figures)])
    }

    private func profileListing(_ networks: [ReferenceNetwork], _ batch: Int, _ seconds: Double) throws -> Listing<ProfiledOperation> {
        let operations = try networks.flatMap { network in
            announce(network)
            let times = try BenchTraining(network, batch: batch).profile(seconds: seconds)
            let step = times.reduce(0) { $0 + $1.milliseconds }
            return times.map { ProfiledOperation(network: network, time: $0, step: step) }
        }
        return Listing(ProfiledOperation.columns, operations)
    }

    /// For a person who waits.
    private func announce(_ network: ReferenceNetwork) {
        if Terminal.isInteractive { Terminal.printError("measuring \(network) ...") }
    }
}

extension Settings {
    fileprivate func benchSeconds() throws -> Double? {
        try read("seconds") { text in
            guard let value = DecimalNumber.parse(text), value > 0, value <= 3600 else {
                throw Diagnostic(
                    "seconds must be a number above 0, at most 3600, got '\(text)'", hint: DecimalNumber.commaHint(text))
            }
            return value
        }
    }
}
