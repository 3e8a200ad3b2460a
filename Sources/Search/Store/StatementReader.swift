internal import GRDB
internal import GRDBSQLite
internal import Support

/// Reads the columns of the row at which a statement stands, one after the other and as SQLite has them: for what is read a million
/// times where a large run goes on. Nothing that a damaged file can hold traps.
struct StatementReader {
    private let statement: SQLiteStatement
    private var index: Int32 = 0

    private let table: String

    init(_ statement: Statement, of table: String) { (self.statement, self.table) = (statement.sqliteStatement, table) }

    mutating func integer(in range: ClosedRange<Int>) throws -> Int {
        defer { index += 1 }
        let number = Int(sqlite3_column_int64(statement, index))
        guard sqlite3_column_type(statement, index) == SQLITE_INTEGER, range.contains(number) else { throw unreadable(index) }
        return number
    }

    mutating func integerIfAny(in range: ClosedRange<Int>) throws -> Int? {
        guard sqlite3_column_type(statement, index) != SQLITE_NULL else {
            index += 1
            return nil
        }
        return try integer(in: range)
    }

    /// Zero where there is none.
    mutating func number(in range: ClosedRange<Double>) throws -> Double {
        defer { index += 1 }
        let number = sqlite3_column_double(statement, index)
        guard range.contains(number) else { throw unreadable(index) }
        return number
    }

    /// Reads as many columns as there are ranges.
    ///
    /// - Returns: false where there is none in the first.
    mutating func numbers(_ ranges: [ClosedRange<Double>], into numbers: inout [Double]) throws -> Bool {
        defer { index += Int32(ranges.count) }
        guard sqlite3_column_type(statement, index) != SQLITE_NULL else { return false }
        for (range, place) in zip(ranges, index...) {
            let number = sqlite3_column_double(statement, place)
            guard sqlite3_column_type(statement, place) == SQLITE_FLOAT, range.contains(number) else { throw unreadable(place) }
            numbers.append(number)
        }
        return true
    }

    /// Reads a hash of 16 bytes.
    mutating func hash() throws -> StableHash {
        defer { index += 1 }
        guard let bytes = sqlite3_column_blob(statement, index), sqlite3_column_bytes(statement, index) == 16 else {
            throw unreadable(index, reason: "no id of 16 bytes")
        }
        return StableHash(
            high: UInt64(bigEndian: bytes.loadUnaligned(as: UInt64.self)),
            low: UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)))
    }

    /// - Returns: false where there is none.
    mutating func text(into bytes: inout [UInt8]) -> Bool {
        defer { index += 1 }
        guard let text = sqlite3_column_text(statement, index) else { return false }
        bytes.append(contentsOf: UnsafeBufferPointer(start: text, count: Int(sqlite3_column_bytes(statement, index))))
        return true
    }

    mutating func wordIfAny<Value: RawRepresentable<String>>() throws -> Value? {
        defer { index += 1 }
        guard let text = sqlite3_column_text(statement, index) else { return nil }
        let word = String(cString: text)
        guard let value = Value(rawValue: word) else { throw unreadable(index) }
        return value
    }

    /// The error for the column that was read last.
    func unreadable(reason: String? = nil) -> UnreadableColumn { unreadable(index - 1, reason: reason) }

    private func unreadable(_ place: Int32, reason: String? = nil) -> UnreadableColumn {
        let name = sqlite3_column_name(statement, place).map { String(cString: $0) } ?? ""
        let text = sqlite3_column_text(statement, place).map { String(cString: $0) } ?? "nothing"
        return UnreadableColumn(table, name, text, reason: reason)
    }
}
