internal import Foundation

/// Runs local commands to their end.
enum CommandRunner {
    /// - Parameter command: found on the path.
    static func run(
        _ command: String, _ arguments: [String], in folder: URL? = nil, input: Data? = nil
    ) throws(BoardError) -> CommandOutput {
        do {
            // Files, so that no pipe can fill up.
            let scratch = try FileManager.default.url(
                for: .itemReplacementDirectory, in: .userDomainMask, appropriateFor: FileManager.default.temporaryDirectory, create: true)
            defer { try? FileManager.default.removeItem(at: scratch) }
            let (output, errors) = (scratch.appendingPathComponent("output"), scratch.appendingPathComponent("errors"))
            for file in [output, errors] { try Data().write(to: file) }
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
            process.arguments = [command] + arguments
            process.currentDirectoryURL = folder
            process.standardOutput = try FileHandle(forWritingTo: output)
            process.standardError = try FileHandle(forWritingTo: errors)
            if let input {
                let file = scratch.appendingPathComponent("input")
                try input.write(to: file)
                process.standardInput = try FileHandle(forReadingFrom: file)
            } else {
                process.standardInput = FileHandle.nullDevice
            }
            try process.run()
            process.waitUntilExit()
            let status = Int(process.terminationStatus)
            return CommandOutput(
                status: process.terminationReason == .uncaughtSignal ? 128 + status : status, data: try Data(contentsOf: output),
                errors: String(decoding: try Data(contentsOf: errors), as: UTF8.self))
        } catch {
            throw BoardError(.connection, "'\(command)' could not be run here: \(error.localizedDescription)")
        }
    }
}
