internal import CProcessShims
internal import Foundation

/// The right to write a database: a locked file beside it (`run.db-lock`), and the database file itself, locked, so that no other name of
/// it evades the lock. Locks are the kernel's, so that a process that was killed never blocks the next one.
final class StoreLock {
    private let path: String
    private let descriptor: Int32
    /// The database, once it is there.
    private(set) var file: DatabaseFile?

    /// - Parameter database: without symbolic links.
    /// - Throws: `StoreError.locked` at once where another process writes.
    init(database: String) throws(StoreError) {
        path = database + "-lock"
        while true {
            let opened = nas_open_locked(path)
            guard opened >= 0 else {
                if errno == EWOULDBLOCK {
                    let owner = (try? String(contentsOfFile: path, encoding: .utf8))?.trimmingCharacters(in: .whitespacesAndNewlines)
                    let who = owner.flatMap { $0.isEmpty ? nil : " (process \($0))" } ?? ""
                    throw StoreError(
                        .locked, "another search is writing this database\(who)", path: database,
                        hint: "wait for it, or stop it; reading (status, pareto, trials, show) works meanwhile")
                }
                throw .system("cannot lock the database", path: path)
            }
            // Whoever held the lock before may have removed the file after it was opened here.
            if Self.isNamed(path, opened) {
                descriptor = opened
                break
            }
            close(opened)
        }
        let owner = Array("\(ProcessInfo.processInfo.processIdentifier)\n".utf8)
        if ftruncate(descriptor, 0) == 0 { _ = write(descriptor, owner, owner.count) }
    }

    /// Locks the database too, which must be there.
    ///
    /// - Throws: `StoreError.locked` at once where another process writes it under another name.
    func lock(_ database: String) throws(StoreError) { file = try DatabaseFile(locking: database) }

    deinit {
        // The folder may have been moved, and the name be another's by now.
        if Self.isNamed(path, descriptor) { unlink(path) }
        _ = nas_unlock(descriptor)
        close(descriptor)
    }

    private static func isNamed(_ path: String, _ descriptor: Int32) -> Bool {
        guard let named = FileIdentity(named: path) else { return false }
        return named == FileIdentity(descriptor: descriptor)
    }
}
