public import Foundation

/// A board that somebody carried the suite to and brought the results back from: nothing is run.
public struct NoConnection: BoardConnection {
    public init() {}

    public var runner: String { "" }
    public var description: String { "the board" }

    public func send(_ files: [String], of folder: URL) throws(BoardError) {}
    public func shell(_ script: String) throws(BoardError) -> CommandOutput { CommandOutput(status: 0, data: Data(), errors: "") }
    public func fetch(_ file: String) throws(BoardError) -> String? { nil }
}
