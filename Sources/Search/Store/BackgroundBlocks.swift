internal import DequeModule
internal import Foundation
internal import GRDB
internal import Synchronization

/// What is read from a database on a thread and a connection of its own, in blocks, somewhat ahead of who takes them.
struct BackgroundBlocks<Block: Sendable> {
    private let line: Line
    private let reading: BackgroundReading<Void>

    /// - Parameters:
    ///   - ahead: how many blocks wait at most.
    ///   - read: hands over the blocks; what that throws ends the reading.
    init(_ path: String, ahead: Int, _ read: @escaping @Sendable (Database, _ hand: (Block) throws -> Void) throws -> Void) {
        let line = Line(places: ahead)
        self.line = line
        reading = BackgroundReading(path, atEnd: line.end) { db in try read(db, line.hand) }
    }

    /// The next block; nil after the last.
    func next() throws(StoreError) -> Block? {
        if let block = line.take() { return block }
        try reading.wait()
        return nil
    }

    /// Nobody takes any more of them.
    func stop() { line.close() }

    /// The blocks that wait.
    private final class Line: Sendable {
        private struct Unwanted: Error {}

        private let state = Mutex((blocks: Deque<Block>(), isClosed: false))
        private let filled = DispatchSemaphore(value: 0)
        private let free = DispatchSemaphore(value: 0)

        init(places: Int) {
            // A semaphore that begins with more than it has in the end must not go.
            for _ in 0..<places { free.signal() }
        }

        func hand(_ block: Block) throws {
            free.wait()
            try state.withLock { state in
                if state.isClosed { throw Unwanted() }
                state.blocks.append(block)
            }
            filled.signal()
        }

        /// No more are handed.
        func end() { filled.signal() }

        /// Nil where no more are handed.
        func take() -> Block? {
            filled.wait()
            guard let block = state.withLock({ $0.blocks.popFirst() }) else {
                // For who asks once more.
                filled.signal()
                return nil
            }
            free.signal()
            return block
        }

        func close() {
            state.withLock { $0.isClosed = true }
            free.signal()
        }
    }
}
