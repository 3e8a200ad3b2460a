internal import DequeModule
internal import Foundation
internal import GRDB
internal import Synchronization

/// What a thread reads from a database on a connection of its own, in blocks, somewhat ahead of who takes them.
final class BackgroundBlocks<Block: Sendable>: Sendable {
    private struct State {
        var blocks: Deque<Block> = []
        /// Why there are no more; nil while there are.
        var end: Result<Void, StoreError>?
        var isUnwanted = false
    }

    /// Nobody takes them any more.
    private struct Unwanted: Error {}

    private let state = Mutex(State())
    private let filled = DispatchSemaphore(value: 0)
    private let free = DispatchSemaphore(value: 0)

    /// - Parameters:
    ///   - ahead: how many blocks wait at most.
    ///   - read: hands over the blocks; what that throws ends the reading.
    init(_ path: String, ahead: Int, _ read: @escaping @Sendable (Database, _ hand: (Block) throws -> Void) throws -> Void) {
        // One that begins with more than it has in the end must not go.
        for _ in 0..<ahead { free.signal() }
        let thread = Thread { [self] in
            var end = Result<Void, StoreError>.success(())
            do throws(StoreError) {
                try StoreError.translating(path: path) {
                    let queue = try DatabaseQueue(path: path, configuration: Store.configuration(.full, readonly: true))
                    try queue.read { db in try read(db, hand) }
                }
            } catch { end = .failure(error) }
            state.withLock { $0.end = end }
            filled.signal()
        }
        thread.stackSize = 1 << 20
        thread.start()
    }

    private func hand(_ block: Block) throws {
        free.wait()
        try state.withLock { state in
            if state.isUnwanted { throw Unwanted() }
            state.blocks.append(block)
        }
        filled.signal()
    }

    /// The next block; nil after the last.
    func next() throws(StoreError) -> Block? {
        filled.wait()
        let (block, end) = state.withLock { ($0.blocks.popFirst(), $0.end) }
        if let block {
            free.signal()
            return block
        }
        // For who asks once more.
        filled.signal()
        try end?.get()
        return nil
    }

    /// Nobody takes any more of them.
    func stop() {
        state.withLock { $0.isUnwanted = true }
        free.signal()
    }
}
