import Foundation
import Support
import SwiftCSV
import Training

/// A CSV file with a header, plain or compressed with gzip.
struct DataTable {
    let fileName: String
    let columns: [String]
    private(set) var rows: [[String: String]]

    init(contentsOf path: String) throws {
        fileName = path
        let text = try TextFile.contents(of: path)
        do {
            let table = try CSV<Named>(string: text, delimiter: .comma, loadColumns: false)
            (columns, rows) = (table.header, table.rows)
        } catch {
            throw Diagnostic("is not a CSV file: \(error)", file: path)
        }
        guard !columns.isEmpty, !rows.isEmpty else { throw Diagnostic("has no rows", file: path, hint: "a CSV file with a header is expected") }
    }

    /// - Throws: a diagnostic that lists the columns where there is no such one.
    func check(column: String, option: String) throws {
        guard !columns.contains(column) else { return }
        throw Diagnostic("has no column '\(column)' (\(option))", file: fileName, hint: "columns: \(columns.joined(separator: ", "))")
    }

    /// Leaves the rows that meet all conditions.
    mutating func filter(_ conditions: [RowCondition]) throws {
        for condition in conditions {
            try check(column: condition.column, option: "--where")
            rows.removeAll { !condition.holds(for: $0[condition.column] ?? "") }
            guard !rows.isEmpty else { throw Diagnostic("no row is left by --where '\(condition)'", file: fileName) }
        }
    }

    /// Adds the columns of another table, row by row, by the value of the first of its columns that this one has too. Rows that
    /// the other does not know are left out.
    func joined(with other: DataTable) throws -> DataTable {
        guard let key = other.columns.first(where: columns.contains) else {
            throw Diagnostic("has no column in common with \(fileName)", file: other.fileName)
        }
        let known = Dictionary(other.rows.map { ($0[key] ?? "", $0) }, uniquingKeysWith: { first, _ in first })
        let joined = rows.compactMap { row in known[row[key] ?? ""].map { row.merging($0) { own, _ in own } } }
        guard !joined.isEmpty else { throw Diagnostic("no \(key) of \(fileName) is in it", file: other.fileName) }
        return DataTable(fileName: fileName, columns: columns + other.columns.filter { !columns.contains($0) }, rows: joined)
    }

    private init(fileName: String, columns: [String], rows: [[String: String]]) {
        (self.fileName, self.columns, self.rows) = (fileName, columns, rows)
    }
}
