internal import Energy
internal import Foundation

extension BoardConnection {
    /// The board's own power sensor, read through the connection; nil where it has none. A board behind an emulator has none.
    ///
    /// - Parameter root: of the kernel's files there.
    func powerSensor(root: String) -> (any PowerSensor)? {
        guard runner.isEmpty else { return nil }
        @Sendable func output(_ script: String) -> String? {
            guard let result = try? shell(script), result.status == 0 else { return nil }
            return result.output
        }
        @Sendable func path(_ relative: String) -> String { shellQuoted(root + relative) }
        let files = SensorFiles(
            read: { output("cat \(path($0))") },
            list: { (output("ls \(path($0))") ?? "").split(whereSeparator: \.isNewline).map(String.init) },
            exists: { output("test -e \(path($0))") != nil })
        let catalog = SensorCatalog(files) { command throws(SensorProblem) in
            guard let text = output(command.map(shellQuoted).joined(separator: " ")), !text.isEmpty else {
                throw SensorProblem("'\(command[0])' says nothing there")
            }
            return text
        }
        return catalog.best()
    }
}
