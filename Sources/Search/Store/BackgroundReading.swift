internal import Foundation
internal import GRDB
internal import Synchronization

/// Reads a database on a thread and a connection of its own, beside what is read meanwhile.
final class BackgroundReading<Value: Sendable>: Sendable {
    private let done = DispatchSemaphore(value: 0)
    private let result = Mutex<Result<Value, StoreError>?>(nil)

    /// - Parameter atEnd: called when the reading is over, however it ended: a database that cannot be opened is not read at all.
    init(_ path: String, atEnd: @escaping @Sendable () -> Void = {}, _ read: @escaping @Sendable (Database) throws -> Value) {
        let thread = Thread { [self] in
            let found: Result<Value, StoreError>
            do throws(StoreError) {
                found = .success(
                    try StoreError.translating(path: path) {
                        try DatabaseQueue(path: path, configuration: Store.configuration(.full, readonly: true)).read(read)
                    })
            } catch { found = .failure(error) }
            result.withLock { $0 = found }
            done.signal()
            atEnd()
        }
        thread.stackSize = 1 << 20
        thread.start()
    }

    /// What was read, each time it is asked for.
    func wait() throws(StoreError) -> Value {
        done.wait()
        done.signal()
        guard let result = result.withLock({ $0 }) else { preconditionFailure("a reading that is done has a result") }
        return try result.get()
    }
}
