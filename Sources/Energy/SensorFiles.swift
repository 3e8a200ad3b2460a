package import Foundation

/// Files of a kernel: this machine's, those of a board somewhere else, or a made-up tree in tests. Paths are relative to the root.
package struct SensorFiles: Sendable {
    private let read: @Sendable (String) -> String?
    private let list: @Sendable (String) -> [String]
    private let exists: @Sendable (String) -> Bool

    /// - Parameters:
    ///   - read: a file's text; nil where there is none, or it may not be read.
    ///   - list: the names in a folder; none where there is no such folder.
    package init(
        read: @escaping @Sendable (String) -> String?, list: @escaping @Sendable (String) -> [String],
        exists: @escaping @Sendable (String) -> Bool
    ) {
        (self.read, self.list, self.exists) = (read, list, exists)
    }

    /// The files of this machine, below a folder.
    package init(root: URL = URL(fileURLWithPath: "/")) {
        self.init(
            read: { try? String(contentsOf: root.appendingPathComponent($0), encoding: .utf8) },
            list: { (try? FileManager.default.contentsOfDirectory(atPath: root.appendingPathComponent($0).path)) ?? [] },
            exists: { FileManager.default.fileExists(atPath: root.appendingPathComponent($0).path) })
    }

    /// Without white space around it.
    func text(_ path: String) -> String? { read(path)?.trimmingCharacters(in: .whitespacesAndNewlines) }

    func number(_ path: String) throws(SensorProblem) -> Double {
        guard let text = text(path) else { throw problem(path) }
        guard let number = Double(text), number.isFinite else { throw SensorProblem("/\(path) holds '\(text.prefix(40))', not a number") }
        return number
    }

    /// In order.
    func names(in path: String) -> [String] { list(path).sorted() }

    /// Why a file cannot be read.
    func problem(_ path: String) -> SensorProblem {
        exists(path)
            ? SensorProblem("/\(path) may not be read by this user: try as root") : SensorProblem("/\(path) is not there")
    }
}
