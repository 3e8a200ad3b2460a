import ArgumentParser
import CostModel
import Reporting
import Support

struct CalibrateAssessCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "assess",
        abstract:
            "Cross-validates a cost model on measured networks: its form and weights never see the networks it is tested on.",
        discussion: """
            Example: \(Program.name) calibrate assess --networks measured.csv --space mobile --runtime tflite
                     \(Program.name) calibrate assess --networks nb201.csv.gz --space nas-bench-201 --architecture-column cell \\
                         --column raspi4_ms --runtime tflite --train 30 --draws 10
                     \(Program.name) calibrate assess --networks measured.csv --space mobile --runtime tflite --extrapolate down
            """)

    @OptionGroup(title: "Measured networks")
    var measured: MeasuredOptions

    @OptionGroup(title: "Prior")
    var prior: PriorOptions

    @Option(help: ArgumentHelp("Threads that the networks ran with.", valueName: "count"))
    var threads = 1

    @Option(
        help: ArgumentHelp(
            "Fits two thirds of the networks and tests the rest: the fastest third (down) or the slowest (up).", valueName: "down|up"))
    var extrapolate: Extrapolation?

    @Option(
        help: ArgumentHelp("Fits this many random networks and tests the others, instead of leaving one out at a time.", valueName: "count")
    )
    var train: Int?

    @Option(help: ArgumentHelp("How often, with --train.", valueName: "count"))
    var draws = 10

    @Option(help: ArgumentHelp("With --train: makes 90 % intervals from this many further networks and tests them.", valueName: "count"))
    var calibrate: Int?

    @Option(
        help: ArgumentHelp(
            "Holds the model's form fixed: grouping:ridge:residual:unused, such as fine:0.03:0.1:removed.", valueName: "form"))
    var form: FormArgument?

    @Option(help: "table, csv or json.")
    var format: ListingFormat = .table

    @OptionGroup
    var tables: TableOptions

    func run() throws {
        guard threads >= 1 else { throw UsageError("--threads must be at least 1, got \(threads)") }
        let networks = try measured.load()
        let count = MeasuredNetwork.distinctCount(networks)
        var calibration = try prior.calibration(runtime: try measured.checkedRuntime(), threads: threads)
        calibration.form = form?.form
        guard draws >= 1 else { throw UsageError("--draws must be at least 1, got \(draws)") }
        if let extrapolate {
            guard train == nil, calibrate == nil else {
                throw UsageError("--extrapolate tests one split: leave out --train and --calibrate")
            }
            let report = ExtrapolationReport(towards: extrapolate, calibration.extrapolation(networks, towards: extrapolate))
            return try OutputFile.write(report.listing().text(as: format, width: tables.width()), to: nil)
        }
        if let calibrate {
            guard let train else { throw UsageError("--calibrate needs --train") }
            try check(train, and: calibrate, of: count)
            let result = calibration.intervals(networks, fittedOn: train, calibratedOn: calibrate, splits: draws)
            let report = IntervalReport(networks: count, train: train, calibrate: calibrate, splits: draws, result: result)
            return try OutputFile.write(report.listing().text(as: format, width: tables.width()), to: nil)
        }
        let result: Assessment
        if let train {
            try check(train, and: 0, of: count)
            result = calibration.draws(networks, fittedOn: train, draws: draws)
        } else {
            result = calibration.leaveOut(networks)
        }
        let report = AssessmentReport(
            networks: count, train: train ?? count - 1, draws: train == nil ? count : draws, result: result,
            noise: MeasuredNetwork.noise(of: networks))
        try OutputFile.write(report.listing().text(as: format, width: tables.width()), to: nil)
    }

    private func check(_ train: Int, and calibrate: Int, of count: Int) throws {
        guard train >= 1, calibrate >= 0, train + calibrate < count else {
            throw UsageError("of \(Plural.count(count, "network")), \(train + calibrate) leave none to test")
        }
    }
}
