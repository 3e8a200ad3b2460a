internal import Energy
internal import Foundation

/// A board's own power sensor, read through the connection. A board behind an emulator has none.
struct BoardSensor {
    let sensor: any PowerSensor

    /// - Parameter root: of the kernel's files there.
    init?(_ connection: any BoardConnection, root: String = "/") {
        guard connection.runner.isEmpty else { return nil }
        @Sendable func output(_ script: String) -> String? {
            guard let result = try? connection.shell(script), result.status == 0 else { return nil }
            return result.output
        }
        @Sendable func path(_ relative: String) -> String { shellQuoted(root + relative) }
        let files = SensorFiles(
            read: { output("cat \(path($0))") },
            list: { (output("ls \(path($0))") ?? "").split(whereSeparator: \.isNewline).map(String.init) },
            exists: { output("test -e \(path($0))") != nil })
        let searches = SensorCatalog.searches(files) { command throws(SensorProblem) in
            guard let text = output(command.map(shellQuoted).joined(separator: " ")), !text.isEmpty else {
                throw SensorProblem("'\(command[0])' says nothing there")
            }
            return text
        }
        guard let best = SensorCatalog.best(of: searches) else { return nil }
        sensor = best
    }
}
