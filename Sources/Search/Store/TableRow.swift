internal import Foundation
internal import GRDB
internal import Support

/// A row of a table, whose columns are read by their names. For few rows: `ColumnReader` is faster.
struct TableRow {
    private let table: String
    private let row: Row

    init(_ row: Row, of table: String) { (self.row, self.table) = (row, table) }

    /// - Throws: where the column is not there, or has nothing or something else, as all that follow.
    func value<Value: DatabaseValueConvertible & StatementColumnConvertible>(_ column: String) throws -> Value {
        do { return try row.decode(Value.self, forColumn: column) } catch { throw unreadable(column) }
    }

    func valueIfAny<Value: DatabaseValueConvertible & StatementColumnConvertible>(_ column: String) throws -> Value? {
        do { return try row.decode(Value?.self, forColumn: column) } catch { throw unreadable(column) }
    }

    func integer(_ column: String, in range: ClosedRange<Int>) throws -> Int {
        guard let value: Int = try integerIfAny(column, in: range) else { throw unreadable(column) }
        return value
    }

    func integerIfAny(_ column: String, in range: ClosedRange<Int>) throws -> Int? { try valueIfAny(column, in: range) }

    func number(_ column: String, in range: ClosedRange<Double>) throws -> Double {
        guard let value = try numberIfAny(column, in: range) else { throw unreadable(column) }
        return value
    }

    func numberIfAny(_ column: String, in range: ClosedRange<Double>) throws -> Double? { try valueIfAny(column, in: range) }

    private func valueIfAny<Value: DatabaseValueConvertible & StatementColumnConvertible>(
        _ column: String, in range: ClosedRange<Value>
    ) throws -> Value? {
        guard let value: Value = try valueIfAny(column) else { return nil }
        guard range.contains(value) else { throw unreadable(column) }
        return value
    }

    /// Reads a hash of 32 hexadecimal digits.
    func hash(_ column: String) throws -> StableHash { try text(column) { StableHash($0) } }

    /// What a text stands for; nil and errors mean that it stands for nothing.
    func text<Value>(_ column: String, _ read: (String) throws -> Value?) throws -> Value {
        let text: String = try value(column)
        let found: Value?
        do { found = try read(text) } catch { throw unreadable(column, reason: StoreEncoding.words(error)) }
        guard let found else { throw unreadable(column) }
        return found
    }

    /// - Parameter problem: what is wrong with the value, if anything is.
    func json<Value: Decodable>(_ column: String, problem: (Value) -> String? = { _ in nil }) throws -> Value {
        let value = try text(column) { try StoreEncoding.value(Value.self, $0) }
        if let problem = problem(value) { throw unreadable(column, reason: problem) }
        return value
    }

    /// Nil where there is nothing, or the table is of an earlier version that has no such column.
    ///
    /// - Parameter problem: what is wrong with the value, if anything is.
    func jsonIfAny<Value: Decodable>(_ column: String, problem: (Value) -> String? = { _ in nil }) throws -> Value? {
        guard row.hasColumn(column), try valueIfAny(column) as String? != nil else { return nil }
        return try json(column, problem: problem)
    }

    /// The balanced accuracy of a column of metrics; nil where there is none, or no such column.
    func balancedAccuracyIfAny(_ column: String) throws -> Double? {
        guard row.hasColumn(column), let text: String = try valueIfAny(column) else { return nil }
        do { return try StoredMetrics.metrics(in: text).balancedAccuracy } catch { throw unreadable(column, reason: error.reason) }
    }

    /// The error for a column whose value another column or table contradicts.
    func unreadable(_ column: String, reason: String? = nil) -> UnreadableColumn {
        let value: DatabaseValue = row[column] ?? .null
        return UnreadableColumn(table, column, StoreEncoding.words(value), reason: reason)
    }
}
