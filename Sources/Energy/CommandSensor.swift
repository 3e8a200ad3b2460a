package import CostModel

/// A sensor behind a program: `vcgencmd pmic_read_adc` of a Raspberry Pi 5, Jetson's `tegrastats`.
package struct CommandSensor: PowerSensor {
    /// Runs a command and gives what it prints first.
    package typealias Runner = @Sendable (_ command: [String]) throws(SensorProblem) -> String

    package let name: String
    /// Both are about the whole board, at its input.
    package var measuredAt: SourcedValue.MeasuringPoint { .input }
    private let command: [String]
    private let run: Runner
    private let read: @Sendable (String) throws(SensorProblem) -> Double

    package func watts() throws(SensorProblem) -> Double { try read(try run(command)) }

    package static func pmic(run: @escaping Runner) -> CommandSensor {
        CommandSensor(name: "vcgencmd pmic_read_adc", command: ["vcgencmd", "pmic_read_adc"], run: run) { text throws(SensorProblem) in
            try PMICReading.watts(text)
        }
    }

    /// It prints a line each interval until it is ended: the first is taken.
    package static func tegrastats(run: @escaping Runner) -> CommandSensor {
        CommandSensor(name: "tegrastats", command: ["timeout", "1", "tegrastats", "--interval", "200"], run: run) {
            text throws(SensorProblem) in
            try TegrastatsReading.inputWatts(text)
        }
    }

    /// The same as a search: found where it answers.
    package func search() -> SensorSearch {
        do throws(SensorProblem) {
            _ = try watts()
            return .found([self])
        } catch { return .notAvailable(error) }
    }
}
