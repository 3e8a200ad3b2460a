import ArgumentParser
import CostModel
import Datasets
import Energy
import Foundation
import Reporting
import Support

struct PowerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "power",
        abstract: "Lists this machine's power sensors and their readings, or computes the energy of an inference from a meter's log.",
        discussion: """
            Example: \(Program.name) power --format json
                     \(Program.name) power --log meter.csv --idle 5..65 --run 70..190 --inferences 4000
                     \(Program.name) power --log meter.csv --idle 5..65 --run 70..190 --inferences 4000 --into runs/pi4/profile.json
                     \(Program.name) power --log tegrastats.log --interval 100ms --idle 5..65 --run 70..190 --inferences 4000
                     \(Program.name) power --mwh 4120,4681 --minutes 10 --idle-watts 1.9 --inferences 52000
            """)

    @Option(
        help: ArgumentHelp(
            "A meter's log: a heading with time and power, or time, voltage and current, with their units; or what tegrastats has kept.",
            valueName: "file"))
    var log: String?

    @Option(help: ArgumentHelp("The heading of the power, where a log has several.", valueName: "heading"))
    var powerColumn: String?

    @Option(
        help: ArgumentHelp("Between lines of tegrastats that have no time before them (default: 1s, as tegrastats has).", valueName: "time")
    )
    var interval: String?

    @Option(
        help: ArgumentHelp(
            "Seconds of the log at rest; where the log has dates or times of day, since its first line.", valueName: "from..to"))
    var idle: String?

    @Option(name: .customLong("run"), help: ArgumentHelp("Seconds of the log with inferences back to back.", valueName: "from..to"))
    var active: String?

    @Option(help: ArgumentHelp("How many inferences there were.", valueName: "count"))
    var inferences: Int?

    @Option(help: ArgumentHelp("What the meter showed before and after, in mWh, instead of a log.", valueName: "before,after"))
    var mwh: String?

    @Option(help: ArgumentHelp("With --mwh: how long that took.", valueName: "minutes"), transform: NumberArgument.parse)
    var minutes: Double?

    @Option(help: ArgumentHelp("With --mwh: the power at rest.", valueName: "watts"), transform: NumberArgument.parse)
    var idleWatts: Double?

    @Option(
        help: ArgumentHelp(
            "Puts idle and active power, measured at the board's 5 V input, into a profile of `\(Program.name) calibrate run`.",
            valueName: "profile"))
    var into: String?

    @Option(help: "table, csv or json.")
    var format: ListingFormat = .table

    @OptionGroup
    var tables: TableOptions

    func run() throws {
        switch (log, mwh) {
        case (let log?, nil): try logged(log)
        case (nil, let mwh?): try typed(mwh)
        case (nil, nil):
            guard into == nil else { throw UsageError("--into needs a measurement: --log or --mwh") }
            for (value, option) in [(idle, "--idle"), (active, "--run"), (powerColumn, "--power-column"), (interval, "--interval")]
            where value != nil {
                throw UsageError("\(option) is of a log: --log names it")
            }
            try sensors()
        default: throw UsageError("--log and --mwh exclude each other")
        }
    }

    private func sensors() throws {
        let readings = MachineSensors.catalog.kinds.flatMap { kind, search -> [SensorReading] in
            switch search() {
            case .notAvailable(let problem):
                return [SensorReading(name: kind, measuredAt: nil, watts: nil, problem: "not available: \(problem)")]
            case .found(let sensors):
                return sensors.map { sensor -> SensorReading in
                    let reading = Result { () throws(SensorProblem) in try sensor.watts() }
                    let problem: String? = if case .failure(let problem) = reading { "\(problem)" } else { nil }
                    return SensorReading(
                        name: sensor.name, measuredAt: sensor.measuredAt.rawValue, watts: try? reading.get(), problem: problem)
                }
            }
        }
        try OutputFile.write(Listing(SensorReading.columns, readings).text(as: format, width: tables.width()), to: nil)
    }

    /// A sensor that was looked for.
    private struct SensorReading {
        let name: String
        let measuredAt: String?
        let watts: Double?
        let problem: String?

        static let columns: [Column<SensorReading>] = [
            Column("sensor", "sensor") { $0.name }.ranked(.key).shortened(),
            Column("measured_at", "measured at") { $0.measuredAt }.ranked(.useful),
            Column("power_w", "power W") { $0.watts },
            Column("problem", "problem") { $0.problem }.shortened(),
        ]
    }

    private func logged(_ path: String) throws {
        let seconds = try interval.map { (text) -> Double in
            do throws(Diagnostic) { return try Dimension.time.parse(text) } catch {
                throw UsageError("--interval: \(error.message)", hint: error.hint)
            }
        }
        guard seconds ?? 1 > 0 else { throw UsageError("--interval must be above zero") }
        let trace = try MeterLog.read(try TextFile.contents(of: path), file: path, powerColumn: powerColumn, interval: seconds)
        for warning in trace.warnings { Terminal.printError(warning.description) }
        let counted = try needed(inferences, "--inferences")
        let ranges = try [(idle, "--idle"), (active, "--run")].map { text, option in
            try range(needed(text, option), option, since: trace.clockStart)
        }
        guard !ranges[0].overlaps(ranges[1]) else {
            throw UsageError("--idle and --run overlap: an inference is not at rest", hint: "both are seconds of the log, from..to")
        }
        let windows = try zip(ranges, ["--idle", "--run"]).map { (seconds, option) -> PowerTrace.Window in
            do throws(Diagnostic) { return try trace.window(seconds) } catch {
                throw Diagnostic("\(option): \(error.message)", file: path, hint: error.hint)
            }
        }
        let energy: InferenceEnergy
        do throws(Diagnostic) { energy = try InferenceEnergy(idle: windows[0], run: windows[1], inferences: counted) } catch {
            throw Diagnostic(error.message, file: path, hint: error.hint)
        }
        try report(energy, deviation: windows[1].deviationWatts, from: path)
    }

    private func typed(_ text: String) throws {
        let numbers = text.split(separator: ",", omittingEmptySubsequences: false).map { DecimalNumber.parse($0) }
        guard numbers.count == 2, let before = numbers[0], let after = numbers[1], before >= 0, after > before else {
            // 41,5,43,8
            let isComma = numbers.count > 2 && numbers.allSatisfy { $0 != nil }
            throw UsageError(
                "--mwh needs two numbers, the second larger, got '\(text)'",
                hint: (isComma ? "decimals are written with a point: " : "for example ") + "--mwh 4120.5,4381")
        }
        let (minutes, watts) = (try needed(minutes, "--minutes"), try needed(idleWatts, "--idle-watts"))
        guard minutes > 0, minutes.isFinite, watts >= 0, watts.isFinite else {
            throw UsageError("--minutes must be above zero, and --idle-watts cannot be negative")
        }
        let seconds = minutes * 60
        let run = PowerTrace.Window(joules: (after - before) * 3.6, seconds: seconds, deviationWatts: 0)
        let idle = PowerTrace.Window(joules: watts * seconds, seconds: seconds, deviationWatts: 0)
        let energy: InferenceEnergy
        do { energy = try InferenceEnergy(idle: idle, run: run, inferences: try needed(inferences, "--inferences")) } catch let error
            as Diagnostic
        {
            throw UsageError("--mwh: \(error.message)")
        }
        if let warning = PowerTrace.warning(
            powers: [run.meanWatts, idle.meanWatts], readAs: "--mwh was read in mWh, --minutes in minutes, --idle-watts in W")
        {
            Terminal.printError(warning.description)
        }
        try report(energy, deviation: 0, from: "typed in")
    }

    private func report(_ energy: InferenceEnergy, deviation: Double, from meter: String) throws {
        if let into {
            guard case .operations(let profile) = try BoardProfile(contentsOf: into) else {
                throw Diagnostic("is not a profile of \(Program.name) calibrate run", file: into)
            }
            let power = MeasuredPower(
                idleWatts: energy.idleWatts, activeWatts: energy.activeWatts, activeDeviationWatts: deviation, sensor: meter,
                measuredAt: .input)
            try OutputFile.write(try profile.with(power).text(), to: into)
        }
        try OutputFile.write(Listing(Self.energyColumns, [energy]).text(as: format, width: tables.width()), to: nil)
    }

    private static let energyColumns: [Column<InferenceEnergy>] = [
        Column("energy_mj", "marginal mJ") { $0.marginalJoules * 1e3 },
        Column("energy_total_mj", "with idle mJ") { $0.totalJoules * 1e3 },
        Column("idle_w", "idle W") { $0.idleWatts },
        Column("active_w", "active W") { $0.activeWatts },
    ]

    private func needed<Value>(_ value: Value?, _ option: String) throws -> Value {
        guard let value else { throw UsageError("\(option) is needed too", hint: "\(Program.command("help", "meters")) has examples") }
        return value
    }

    /// Seconds of the log. Where that goes by a clock, what a clock showed since 1970 does as well.
    private func range(_ text: String, _ option: String, since clockStart: Double?) throws -> ClosedRange<Double> {
        let ends = text.split(separator: "..", omittingEmptySubsequences: false).map { DecimalNumber.parse($0) }
        guard ends.count == 2, let from = ends[0], let to = ends[1], from < to else {
            throw UsageError(
                "\(option) is from..to in seconds, got '\(text)'",
                hint: DecimalNumber.commaHint(text).map { _ in "decimals are written with a point: \(option) 5.5..65" }
                    ?? "for example \(option) 5..65")
        }
        guard let clockStart, from >= clockStart, clockStart > 1e8 else { return from...to }
        return (from - clockStart)...(to - clockStart)
    }
}
