package import Foundation

/// A board that somebody carried the suite to and brought the results back from: nothing is run.
package struct NoConnection: BoardConnection {
    package init() {}

    package var runner: String { "" }
    package var description: String { "the board" }

    package func send(_ files: [String], of folder: URL) throws(BoardError) {}
    package func shell(_ script: String) throws(BoardError) -> CommandOutput { CommandOutput(status: 0, data: Data(), errors: "") }
    package func fetch(_ file: String) throws(BoardError) -> String? { nil }
}
