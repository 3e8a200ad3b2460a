internal import Foundation
internal import GRDB
internal import Support

/// Reads a row's columns one after the other, in the order in which they were selected: finding each by its name takes longer than all
/// the rest of reading a row.
struct ColumnReader {
    private let row: Row
    /// The table of the columns that come next, for messages.
    var table: String
    private var index = 0

    init(_ row: Row, of table: String) { (self.row, self.table) = (row, table) }

    /// - Throws: where the column has nothing or something else, as all that follow.
    mutating func next<Value: DatabaseValueConvertible & StatementColumnConvertible>() throws -> Value {
        defer { index += 1 }
        do { return try row.decode(atIndex: index) } catch { throw unreadable(index) }
    }

    mutating func nextIfAny<Value: DatabaseValueConvertible & StatementColumnConvertible>() throws -> Value? {
        defer { index += 1 }
        do { return try row.decode(atIndex: index) } catch { throw unreadable(index) }
    }

    mutating func integer(in range: ClosedRange<Int>) throws -> Int {
        let value: Int = try next()
        return try checked(value, range)
    }

    mutating func integerIfAny(in range: ClosedRange<Int>) throws -> Int? {
        let value: Int? = try nextIfAny()
        return try value.map { try checked($0, range) }
    }

    mutating func number(in range: ClosedRange<Double>) throws -> Double {
        let value: Double = try next()
        return try checked(value, range)
    }

    mutating func numberIfAny(in range: ClosedRange<Double>) throws -> Double? {
        let value: Double? = try nextIfAny()
        return try value.map { try checked($0, range) }
    }

    /// The column that was read last, if it is in the range. Not to be called on what has yet to be read: a call takes the reader as it
    /// is before its arguments.
    private func checked<Value>(_ value: Value, _ range: ClosedRange<Value>) throws -> Value {
        guard range.contains(value) else { throw unreadable(index - 1) }
        return value
    }

    /// Reads a hash of 16 bytes.
    mutating func hash() throws -> StableHash {
        defer { index += 1 }
        // What GRDB reads without making data of it.
        guard let bytes = try? row.decode(UUID.self, atIndex: index).uuid else {
            throw UnreadableColumn(table, name(index), "no id of 16 bytes")
        }
        return StableHash(bytes: bytes)
    }

    /// Reads two columns, a reason and a message; nil where there is none.
    mutating func failure() throws -> Failure? {
        guard let text: String = try nextIfAny() else {
            index += 1
            return nil
        }
        // What the disk did to a trial is never recorded.
        guard let reason = Failure.Reason(rawValue: text), reason != .storage else { throw unreadable(index - 1) }
        let message: String? = try nextIfAny()
        return Failure(reason, message ?? "")
    }

    /// The name of a file in the run's folder of weights.
    mutating func fileNameIfAny() throws -> String? {
        guard let name: String = try nextIfAny() else { return nil }
        guard !name.isEmpty, name != ".", name != "..", !name.utf8.contains(where: { $0 == UInt8(ascii: "/") || $0 == 0 }) else {
            throw unreadable(index - 1)
        }
        return name
    }

    mutating func word<Value: RawRepresentable<String>>() throws -> Value {
        let text: String = try next()
        guard let value = Value(rawValue: text) else { throw unreadable(index - 1) }
        return value
    }

    /// What a text stands for.
    mutating func text<Value>(_ read: (String) throws -> Value?) throws -> Value {
        let text: String = try next()
        let found: Value?
        do { found = try read(text) } catch { throw unreadable(index - 1, reason: StoreEncoding.words(error)) }
        guard let found else { throw unreadable(index - 1) }
        return found
    }

    /// The error for the column that was read last, which others contradict.
    func unreadable(reason: String) -> UnreadableColumn { unreadable(index - 1, reason: reason) }

    private func unreadable(_ index: Int, reason: String? = nil) -> UnreadableColumn {
        let value: DatabaseValue = row[index]
        return UnreadableColumn(table, name(index), StoreEncoding.words(value), reason: reason)
    }

    private func name(_ index: Int) -> String { Array(row.columnNames)[index] }
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
