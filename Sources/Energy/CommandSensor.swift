public import CostModel

/// A sensor behind a program: `vcgencmd pmic_read_adc` of a Raspberry Pi 5, Jetson's `tegrastats`.
public struct CommandSensor: PowerSensor {
    /// Runs a command and gives what it prints first.
    public typealias Runner = @Sendable (_ command: [String]) throws(SensorProblem) -> String

    public let name: String
    /// Both are about the whole board, at its input.
    public var measuredAt: SourcedValue.MeasuringPoint { .input }
    private let command: [String]
    private let run: Runner
    private let read: @Sendable (String) throws(SensorProblem) -> Double

    public func watts() throws(SensorProblem) -> Double { try read(try run(command)) }

    public static func pmic(run: @escaping Runner) -> CommandSensor {
        CommandSensor(name: "vcgencmd pmic_read_adc", command: ["vcgencmd", "pmic_read_adc"], run: run) { text throws(SensorProblem) in
            try PMICReading.watts(text)
        }
    }

    /// It prints a line each interval until it is ended: the first is taken.
    public static func tegrastats(run: @escaping Runner) -> CommandSensor {
        CommandSensor(name: "tegrastats", command: ["timeout", "1", "tegrastats", "--interval", "200"], run: run) {
            text throws(SensorProblem) in
            try TegrastatsReading.inputWatts(text)
        }
    }

    /// The same as a search: found where it answers.
    public func search() -> SensorSearch {
        do throws(SensorProblem) {
            _ = try watts()
            return .found([self])
        } catch { return .notAvailable(error) }
    }
}
