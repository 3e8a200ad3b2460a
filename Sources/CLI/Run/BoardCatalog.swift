import CostModel
import Foundation
import Support

/// The boards that ship, and those of the user.
enum BoardCatalog {
    static func names() throws(Diagnostic) -> [String] { try Installation.names(in: "boards") }

    /// A board by the name of a file that ships, or by the path of one.
    static func board(_ nameOrPath: String) throws -> Board {
        if let file = file(nameOrPath) { return try Board(contentsOf: URL(fileURLWithPath: file)) }
        let shipped = try Installation.folder("boards").appendingPathComponent(nameOrPath + ".yaml")
        guard FileManager.default.fileExists(atPath: shipped.path) else {
            throw Diagnostic(
                "unknown board '\(nameOrPath)'",
                hint: "boards: \(try names().joined(separator: ", ")); or the path of a board file of your own (docs/boards.md)")
        }
        return try Board(contentsOf: shipped)
    }

    /// The absolute path that a user's text means; nil where it is the name of a board that ships.
    static func file(_ nameOrPath: String?) -> String? {
        guard let nameOrPath, nameOrPath.contains("/") || nameOrPath.hasSuffix(".yaml") || nameOrPath.hasSuffix(".yml") else { return nil }
        return URL(fileURLWithPath: nameOrPath).standardizedFileURL.path
    }

    static func all() throws -> [Board] { try names().map { try board($0) } }
}
