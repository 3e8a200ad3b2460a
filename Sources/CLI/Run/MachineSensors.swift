import Energy
import Foundation

/// The power sensors of this machine.
enum MachineSensors {
    static var catalog: SensorCatalog { SensorCatalog(SensorFiles(), run: run) }

    /// What this machine takes: as the user says, else by its best sensor. Nil where it has none.
    static func meter(watts: Double?) -> EnergyMeter? {
        if let watts { return EnergyMeter(.constant(watts: watts)) }
        guard let sensor = catalog.best() else { return nil }
        if let counters = sensor as? RAPLSensor { return EnergyMeter(.counter(counters.counter), everySeconds: 30) }
        // Commands cost something themselves.
        return EnergyMeter(.sensor(sensor), everySeconds: sensor is CommandSensor ? 10 : 1)
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
