internal import CProcessShims
internal import Foundation

/// The right to write a database: a locked file beside it (`run.db-lock`). The lock is the kernel's, not the file's
/// existence, so that a process that was killed never blocks the next one; and a file of its own, because closing the
/// database file anywhere in a process gives up SQLite's locks on it.
final class StoreLock {
    private let path: String
    private let descriptor: Int32

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
            if nas_is_file_at(opened, path) == 1 {
                descriptor = opened
                break
            }
            close(opened)
        }
        let owner = Array("\(ProcessInfo.processInfo.processIdentifier)\n".utf8)
        if ftruncate(descriptor, 0) == 0 { _ = write(descriptor, owner, owner.count) }
    }

    deinit {
        unlink(path)
        close(descriptor)
    }
}
