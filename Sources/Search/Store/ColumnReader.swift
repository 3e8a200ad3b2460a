internal import Foundation
internal import GRDB
internal import NAS
internal import Support

/// Reads a row's columns one after the other, in the order in which they were selected: finding each by its name takes longer than all
/// the rest of reading a row.
struct ColumnReader {
    let row: Row
    private var index = 0

    init(_ row: Row) { self.row = row }

    mutating func next<Value: DatabaseValueConvertible & StatementColumnConvertible>() -> Value {
        defer { index += 1 }
        return row[index]
    }

    mutating func nextIfAny<Value: DatabaseValueConvertible & StatementColumnConvertible>() -> Value? {
        defer { index += 1 }
        return row[index]
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

    /// From its short form; nil where there is none.
    mutating func architecture() -> Architecture? {
        let shortForm: String? = nextIfAny()
        return shortForm.flatMap(Architecture.init(stored:))
    }

    /// Of so many columns; nil where there are none in them.
    mutating func numbers(_ count: Int) -> [Double]? {
        defer { index += count }
        guard let first: Double = row[index] else { return nil }
        var numbers: [Double] = []
        numbers.reserveCapacity(count)
        numbers.append(first)
        for place in index + 1..<index + count { numbers.append(row[place]) }
        return numbers
    }

    /// Of two columns, a reason and a message; nil where there is none.
    mutating func failure() throws -> Failure? {
        let (reason, message): (String?, String?) = (nextIfAny(), nextIfAny())
        return try reason.map { text in
            guard let reason = Failure.Reason(rawValue: text) else { throw UnreadableColumn(column: "failure_reason", text: text) }
            return Failure(reason, message ?? "")
        }
    }

    mutating func value<Value: RawRepresentable<String>>(_ column: String) throws -> Value {
        try Self.value(next(), column)
    }

    mutating func valueIfAny<Value: RawRepresentable<String>>(_ column: String) throws -> Value? {
        try nextIfAny().map { try Self.value($0, column) }
    }

    private static func value<Value: RawRepresentable<String>>(_ text: String, _ column: String) throws -> Value {
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
