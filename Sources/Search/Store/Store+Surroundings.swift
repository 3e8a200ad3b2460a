internal import Foundation
internal import GRDB

extension Store {
    /// Whether a process that lives is writing this database, as far as its lock file tells. The lock itself is not tried:
    /// a reader must not get into a writer's way.
    public var isBeingWritten: Bool {
        guard !isWritable else { return true }
        guard let text = try? String(contentsOfFile: path + "-lock", encoding: .utf8),
            let process = Int32(text.trimmingCharacters(in: .whitespacesAndNewlines)), process > 0
        else { return false }
        return kill(process, 0) == 0 || errno == EPERM
    }

    /// The version of the SQLite library in use.
    public static var libraryVersion: String {
        let version = try? DatabaseQueue().read { try String.fetchOne($0, sql: "SELECT sqlite_version()") }
        return version ?? "unknown"
    }
}
