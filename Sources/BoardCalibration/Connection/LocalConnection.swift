package import Foundation

/// This machine as the board, or as the host of one: an emulator, a container.
package struct LocalConnection: BoardConnection {
    package let runner: String
    private let folder: URL

    package init(folder: URL, runner: String = "") {
        self.folder = folder
        self.runner = runner
    }

    package var description: String { runner.isEmpty ? "this machine" : "'\(runner)'" }

    /// The suite is already where it is run.
    package func send(_ files: [String], of folder: URL) throws(BoardError) {}

    package func shell(_ script: String) throws(BoardError) -> CommandOutput {
        try CommandRunner.run("sh", ["-c", script], in: folder)
    }

    package func fetch(_ file: String) throws(BoardError) -> String? { nil }
}
