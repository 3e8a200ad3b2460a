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
