internal import Foundation
internal import Subprocess
internal import SystemPackage

/// Runs local commands to their end.
enum CommandRunner {
    static func run(
        _ command: String, _ arguments: [String], in folder: URL? = nil, input: Data = Data()
    ) async throws(BoardError) -> CommandOutput {
        do {
            let result = try await Subprocess.run(
                .name(command), arguments: Arguments(arguments), workingDirectory: folder.map { FilePath($0.path) },
                input: .data(input), output: .string(limit: mostOutput), error: .string(limit: mostOutput))
            let status: Int
            switch result.terminationStatus {
            case .exited(let code): status = Int(code)
            case .signaled(let signal): status = 128 + Int(signal)
            }
            return CommandOutput(status: status, output: result.standardOutput, errors: result.standardError)
        } catch let error as SubprocessError where error.code == .executableNotFound {
            throw BoardError(.connection, "the command '\(command)' is not installed on this machine")
        } catch {
            throw BoardError(.connection, "'\(command)' could not be run: \(error)")
        }
    }

    static func data(_ command: String, _ arguments: [String]) async throws(BoardError) -> Data {
        do {
            let result = try await Subprocess.run(
                .name(command), arguments: Arguments(arguments), output: .data(limit: mostOutput), error: .string(limit: mostOutput))
            guard result.terminationStatus.isSuccess else {
                throw BoardError(.connection, "'\(command)' failed: \(result.standardError)")
            }
            return result.standardOutput
        } catch let error as BoardError {
            throw error
        } catch {
            throw BoardError(.connection, "'\(command)' could not be run: \(error)")
        }
    }

    private static let mostOutput = 64 << 20
}
