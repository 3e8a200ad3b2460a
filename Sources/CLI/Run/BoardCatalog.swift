import CostModel
import Foundation
import Support

/// The boards that ship, and those of the user.
enum BoardCatalog {
    static func directory() throws(Diagnostic) -> BoardDirectory { BoardDirectory(try Installation.folder("boards")) }

    /// A board by the name of a file that ships, or by the path of one.
    static func board(_ nameOrPath: String) throws(Diagnostic) -> Board { try directory().board(named: nameOrPath) }

    /// The absolute path of a board file of the user's own; nil for the name of a board that ships.
    static func file(_ nameOrPath: String?) throws(Diagnostic) -> String? {
        guard let nameOrPath, !(try directory().names.contains(nameOrPath)) else { return nil }
        return URL(fileURLWithPath: nameOrPath).standardizedFileURL.path
    }
}
