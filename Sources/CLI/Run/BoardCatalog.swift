import CostModel
import Foundation
import Support

/// The boards that ship, and those of the user.
enum BoardCatalog {
    static func directory() throws(Diagnostic) -> BoardDirectory { BoardDirectory(try Installation.folder("boards")) }

    /// A board by the name of a file that ships, or by the path of one.
    static func board(_ nameOrPath: String) throws(Diagnostic) -> Board { try directory().board(named: nameOrPath) }

    /// A board that ships, or one that has a file; nil for any other name, which a user may give a board.
    static func knownBoard(_ nameOrPath: String) throws(Diagnostic) -> Board? {
        let boards = try directory()
        guard BoardDirectory.isFile(nameOrPath) || boards.names.contains(nameOrPath) else { return nil }
        return try boards.board(named: nameOrPath)
    }

    /// The board that a profile which ships was measured on; nil for a user's own, which was measured on the user's board.
    static func publishedBoard(of profile: BoardProfile, _ path: String) throws(Diagnostic) -> Board? {
        let boards = try directory()
        let folder = URL(fileURLWithPath: path).resolvingSymlinksInPath().deletingLastPathComponent()
        guard folder.path == boards.url.appendingPathComponent("profiles").resolvingSymlinksInPath().path else { return nil }
        return boards.names.contains(profile.board) ? try boards.board(named: profile.board) : nil
    }

    /// The absolute path of a board file of the user's own; nil for the name of a board that ships.
    static func file(_ nameOrPath: String?) throws(Diagnostic) -> String? {
        guard let nameOrPath, !(try directory().names.contains(nameOrPath)) else { return nil }
        return URL(fileURLWithPath: nameOrPath).standardizedFileURL.path
    }
}
