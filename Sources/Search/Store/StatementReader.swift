internal import GRDB
internal import GRDBSQLite
internal import Support

/// Reads the columns of the row at which a statement stands, one after the other and as SQLite has them: for what is read a million
/// times where a large run goes on. Nothing that a damaged file can hold traps.
struct StatementReader {
    private let statement: SQLiteStatement
    private var index: Int32 = 0

    init(_ statement: Statement) { self.statement = statement.sqliteStatement }

    /// Zero where it is none.
    mutating func integer() -> Int {
        defer { index += 1 }
        return Int(sqlite3_column_int64(statement, index))
    }

    mutating func integerIfAny() -> Int? {
        defer { index += 1 }
        return sqlite3_column_type(statement, index) == SQLITE_NULL ? nil : Int(sqlite3_column_int64(statement, index))
    }

    /// Zero where it is none.
    mutating func number() -> Double {
        defer { index += 1 }
        return sqlite3_column_double(statement, index)
    }

    /// Of so many columns.
    ///
    /// - Returns: false where there is none in the first.
    mutating func numbers(_ count: Int, _ column: String, into numbers: inout [Double]) throws -> Bool {
        defer { index += Int32(count) }
        guard sqlite3_column_type(statement, index) != SQLITE_NULL else { return false }
        for place in index..<index + Int32(count) {
            let number = sqlite3_column_double(statement, place)
            guard sqlite3_column_type(statement, place) == SQLITE_FLOAT, number.isFinite else {
                throw UnreadableColumn(column: column, text: "no finite numbers")
            }
            numbers.append(number)
        }
        return true
    }

    /// Of 16 bytes.
    mutating func hash(_ column: String) throws -> StableHash {
        defer { index += 1 }
        guard let bytes = sqlite3_column_blob(statement, index), sqlite3_column_bytes(statement, index) == 16 else {
            throw UnreadableColumn(column: column, text: "no id of 16 bytes")
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

    mutating func valueIfAny<Value: RawRepresentable<String>>(_ column: String) throws -> Value? {
        defer { index += 1 }
        guard let text = sqlite3_column_text(statement, index) else { return nil }
        let word = String(cString: text)
        guard let value = Value(rawValue: word) else { throw UnreadableColumn(column: column, text: word) }
        return value
    }
}
