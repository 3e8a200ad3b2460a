import Datasets
import Support
import Tables

extension DataTable {
    /// A table in a file, plain or compressed with gzip.
    init(contentsOf path: String) throws(Diagnostic) { try self.init(try TextFile.contents(of: path), file: path) }

    /// Leaves the rows that meet all conditions.
    mutating func filter(_ conditions: [RowCondition]) throws {
        for condition in conditions {
            try check(column: condition.column, option: "--where")
            filter { condition.holds(for: $0[condition.column] ?? "") }
            guard !rows.isEmpty else { throw Diagnostic("no row is left by --where '\(condition)'", file: fileName) }
        }
    }
}
