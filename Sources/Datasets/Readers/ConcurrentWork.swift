internal import Dispatch
internal import Support
internal import Synchronization

/// Work on many things that do not depend on each other, on all cores. What comes out is that of one core.
enum ConcurrentWork {
    /// How many results of so many bytes are worth being held at once.
    static func batch(ofBytes bytes: Int) -> Int { min(largestBatch, max(64, (32 << 20) / bytes)) }

    static let largestBatch = 512

    /// Hands the results over in their order, some at a time, so that little is held twice.
    ///
    /// - Parameter batch: how many are held at once.
    static func forEach<Value: Sendable>(
        _ indices: Range<Int>, batch: Int, _ body: @Sendable (Int) throws(Diagnostic) -> Value,
        take: (_ index: Int, Value) throws(Diagnostic) -> Void
    ) throws(Diagnostic) {
        for start in stride(from: indices.lowerBound, to: indices.upperBound, by: batch) {
            let values = try map(min(batch, indices.upperBound - start)) { index throws(Diagnostic) in try body(start + index) }
            for (offset, value) in values.enumerated() { try take(start + offset, value) }
        }
    }

    /// The results in their order.
    ///
    /// - Throws: the first problem in that order, whichever came first in time.
    static func map<Value: Sendable>(
        _ count: Int, _ body: @Sendable (Int) throws(Diagnostic) -> Value
    ) throws(Diagnostic) -> [Value] {
        // Small enough to share the work evenly, and large enough not to be felt.
        let pieceSize = 32
        let pieces = (count + pieceSize - 1) / pieceSize
        let results = Mutex([Result<[Value], Diagnostic>?](repeating: nil, count: pieces))
        DispatchQueue.concurrentPerform(iterations: pieces) { piece in
            let result = Result { () throws(Diagnostic) in
                var values: [Value] = []
                for index in piece * pieceSize..<min(count, (piece + 1) * pieceSize) { values.append(try body(index)) }
                return values
            }
            results.withLock { $0[piece] = result }
        }
        var values: [Value] = []
        values.reserveCapacity(count)
        for result in results.withLock({ $0 }) { values += try result?.get() ?? [] }
        return values
    }
}
