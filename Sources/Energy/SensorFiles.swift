internal import Foundation

/// Files of the kernel below a root: `/` on a real machine, a made-up tree in tests.
struct SensorFiles: Sendable {
    let root: URL

    init(root: URL) { self.root = root }

    /// Without white space around it; nil where there is none, or it may not be read.
    func text(_ path: String) -> String? {
        (try? String(contentsOf: root.appendingPathComponent(path), encoding: .utf8))?.trimmingCharacters(in: .whitespacesAndNewlines)
    }

    func number(_ path: String) throws(SensorProblem) -> Double {
        guard let text = text(path) else { throw problem(path) }
        guard let number = Double(text), number.isFinite else { throw SensorProblem("/\(path) holds '\(text.prefix(40))', not a number") }
        return number
    }

    /// Names in a folder, in order; none where there is no such folder.
    func names(in path: String) -> [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: root.appendingPathComponent(path).path)) ?? []).sorted()
    }

    /// Why a file cannot be read.
    func problem(_ path: String) -> SensorProblem {
        FileManager.default.fileExists(atPath: root.appendingPathComponent(path).path)
            ? SensorProblem("/\(path) may not be read by this user: try as root") : SensorProblem("/\(path) is not there")
    }
}
