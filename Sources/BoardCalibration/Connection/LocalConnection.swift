public import Foundation

/// This machine as the board, or as the host of one: an emulator, a container.
public struct LocalConnection: BoardConnection {
    public let runner: String
    private let folder: URL

    public init(folder: URL, runner: String = "") {
        self.folder = folder
        self.runner = runner
    }

    public var description: String { runner.isEmpty ? "this machine" : "'\(runner)'" }

    /// The suite is already where it is run.
    public func send(_ files: [String], of folder: URL) throws(BoardError) {}

    public func shell(_ script: String) throws(BoardError) -> CommandOutput {
        try CommandRunner.run("sh", ["-c", script], in: folder)
    }

    public func fetch(_ file: String) throws(BoardError) -> String? { nil }
}
