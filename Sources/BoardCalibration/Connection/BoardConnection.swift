package import Foundation

/// A board as a folder of its own and a shell to run there.
package protocol BoardConnection: Sendable, CustomStringConvertible {
    /// What stands in front of the program's name where it is run: an emulator, a container; empty for nothing.
    var runner: String { get }

    /// Copies files of a local folder into the board's folder, which is made where it is missing.
    ///
    /// - Parameter files: paths relative to both folders.
    func send(_ files: [String], of folder: URL) throws(BoardError)

    /// Runs a script with `sh` in the board's folder.
    func shell(_ script: String) throws(BoardError) -> CommandOutput

    /// The contents of a file in the board's folder; nil where there is none, or where that folder is the local one.
    func fetch(_ file: String) throws(BoardError) -> String?
}

/// What a command has written, and how it ended.
package struct CommandOutput: Sendable {
    /// 0 for success, 128 and the number of the signal where one ended it.
    package let status: Int
    let data: Data
    package let errors: String

    package var output: String { String(decoding: data, as: UTF8.self) }

    /// The last line of what went wrong.
    package var lastError: String {
        errors.split(whereSeparator: \.isNewline).last.map(String.init) ?? "it ended with status \(status)"
    }
}

/// A word that a shell takes as it is.
func shellQuoted(_ text: String) -> String { "'" + text.replacingOccurrences(of: "'", with: "'\\''") + "'" }
