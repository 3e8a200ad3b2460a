internal import Foundation
internal import GRDB
internal import Synchronization

/// Looks whether a database is whole (`PRAGMA quick_check`), on a thread and a connection of its own: of a large one that takes as long as
/// reading all that is in it.
final class StoreCheck: Sendable {
    private let path: String
    private let done = DispatchSemaphore(value: 0)
    private let problem = Mutex<StoreError?>(nil)

    init(_ path: String) {
        self.path = path
        let thread = Thread { [self] in
            do throws(StoreError) { try Self.check(path) } catch { problem.withLock { $0 = error } }
            done.signal()
        }
        thread.stackSize = 1 << 20
        thread.start()
    }

    /// - Throws: what is wrong, each time.
    func wait() throws(StoreError) {
        done.wait()
        done.signal()
        if let problem = problem.withLock({ $0 }) { throw problem }
    }

    private static func check(_ path: String) throws(StoreError) {
        let found = try StoreError.translating(path: path) {
            try DatabaseQueue(path: path, configuration: Store.configuration(.full, readonly: true)).read {
                try String.fetchAll($0, sql: "PRAGMA quick_check(3)")
            }
        }
        guard found == ["ok"] else {
            throw StoreError(.corrupt, "the database is damaged: \(found.joined(separator: "; "))", path: path, hint: "restore a copy")
        }
    }
}
