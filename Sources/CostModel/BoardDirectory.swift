public import Foundation
public import Support

/// A folder of board files: `boards/` beside the program, or one of the user's own.
public struct BoardDirectory: Sendable, Hashable {
    /// The folder.
    public let url: URL

    /// A folder of board files; one that does not exist has no boards.
    public init(_ url: URL) { self.url = url }

    /// The names of the boards in the folder, sorted: its `.yaml` files without the extension.
    public var names: [String] {
        let files = (try? FileManager.default.contentsOfDirectory(at: url, includingPropertiesForKeys: nil)) ?? []
        return files.filter { $0.pathExtension == "yaml" }.map { $0.deletingPathExtension().lastPathComponent }.sorted()
    }

    /// Whether a name means a file of the user's own: a path, or a name that ends in `.yaml` or `.yml`.
    public static func isFile(_ name: String) -> Bool { name.contains("/") || name.hasSuffix(".yaml") || name.hasSuffix(".yml") }

    /// Reads the board that a user names: one of the folder's, or a file of their own (a path, or a name that ends in `.yaml` or `.yml`).
    ///
    /// - Throws: a `Diagnostic` where there is no such board, or its file is wrong.
    public func board(named name: String) throws(Diagnostic) -> Board {
        if Self.isFile(name) {
            return try Board(
                contentsOf: URL(
                    fileURLWithPath: name, relativeTo: URL(fileURLWithPath: FileManager.default.currentDirectoryPath, isDirectory: true)))
        }
        let known = names
        guard known.contains(name) else {
            throw Diagnostic(
                "unknown board '\(name)'",
                hint: Spelling.meant(by: name, among: known)
                    ?? "known boards: \(known.joined(separator: ", ")); a file of your own: --board path/to/board.yaml")
        }
        return try Board(contentsOf: url.appendingPathComponent(name + ".yaml"))
    }
}
