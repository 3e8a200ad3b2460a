import CostModel
import Energy
import Foundation

/// The power sensors of this machine.
enum MachineSensors {
    static func searches() -> [(kind: String, search: SensorSearch)] {
        [
            ("hwmon", HwmonSensor.find()), ("jetson", JetsonRailSensor.find()), ("rapl", rapl()),
            ("vcgencmd", CommandSensor.pmic(run: run).search()), ("tegrastats", CommandSensor.tegrastats(run: run).search()),
        ]
    }

    /// What this machine takes: as the user says; else by the first sensor at its input; else by its processors' counters. Nil
    /// where it has none.
    static func meter(watts: Double?) -> EnergyMeter? {
        if let watts { return EnergyMeter(.constant(watts: watts)) }
        let inputs = searches().flatMap { kind, search -> [any PowerSensor] in
            // A meter in a cable may be in another board's.
            if case .found(let sensors) = search { sensors.filter { $0.measuredAt == .input && !$0.name.hasPrefix("powerz") } } else { [] }
        }
        if let sensor = inputs.first {
            // Commands cost something themselves.
            return EnergyMeter(.sensor(sensor), everySeconds: sensor is CommandSensor ? 10 : 1)
        }
        return (try? RAPLCounter()).map { EnergyMeter(.counter($0), everySeconds: 30) }
    }

    private static func rapl() -> SensorSearch {
        do throws(SensorProblem) { return .found([RAPLSensor(try RAPLCounter())]) } catch { return .notAvailable(error) }
    }

    @Sendable private static func run(_ command: [String]) throws(SensorProblem) -> String {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = command
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        process.standardInput = FileHandle.nullDevice
        let data: Data?
        do {
            try process.run()
            data = try output.fileHandleForReading.readToEnd()
        } catch { throw SensorProblem("'\(command[0])' could not be run: \(error.localizedDescription)") }
        process.waitUntilExit()
        guard let data, !data.isEmpty else {
            throw SensorProblem("'\(command.first { $0 != "timeout" && Double($0) == nil } ?? "")' is not installed here, or says nothing")
        }
        return String(decoding: data, as: UTF8.self)
    }
}
