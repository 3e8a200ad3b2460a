internal import Foundation
internal import GRDB
internal import Support

/// Reads a row's columns one after the other, in the order in which they were selected: finding each by its name takes longer than all
/// the rest of reading a row.
struct ColumnReader {
    let row: Row
    private var index = 0

    init(_ row: Row) { self.row = row }

    /// - Throws: where the column has nothing or something else, as all that follow.
    mutating func next<Value: DatabaseValueConvertible & StatementColumnConvertible>() throws -> Value {
        defer { index += 1 }
        return try row.decode(atIndex: index)
    }

    mutating func nextIfAny<Value: DatabaseValueConvertible & StatementColumnConvertible>() throws -> Value? {
        defer { index += 1 }
        return try row.decode(atIndex: index)
    }

    /// Of 16 bytes.
    mutating func hash(_ column: String) throws -> StableHash {
        defer { index += 1 }
        // What GRDB reads without making data of it.
        guard let bytes = try? row.decode(UUID.self, atIndex: index).uuid else {
            throw UnreadableColumn(column: column, text: "no id of 16 bytes")
        }
        return StableHash(bytes: bytes)
    }

    /// Of two columns, a reason and a message; nil where there is none.
    mutating func failure() throws -> Failure? {
        let (reason, message): (String?, String?) = (try nextIfAny(), try nextIfAny())
        return try reason.map { text in
            guard let reason = Failure.Reason(rawValue: text) else { throw UnreadableColumn(column: "failure_reason", text: text) }
            return Failure(reason, message ?? "")
        }
    }

    mutating func value<Value: RawRepresentable<String>>(_ column: String) throws -> Value {
        let text: String = try next()
        guard let value = Value(rawValue: text) else { throw UnreadableColumn(column: column, text: text) }
        return value
    }
}

extension StableHash {
    /// The first half first, as the digits stand.
    fileprivate init(bytes: uuid_t) {
        let words = unsafeBitCast(bytes, to: (UInt64, UInt64).self)
        self.init(high: UInt64(bigEndian: words.0), low: UInt64(bigEndian: words.1))
    }

    var bytes: Data {
        withUnsafeBytes(of: (high.bigEndian, low.bigEndian)) { Data($0) }
    }
}
