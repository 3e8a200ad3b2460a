import Support
import Tables

/// Rows of a table that say nothing of what is wanted. A person is told: an empty field may be an accident.
enum LeftOutRows {
    static func report(_ count: Int, of table: DataTable, because reason: String) {
        guard count > 0 else { return }
        let rows = Plural.word(table.rows.count, "row")
        Terminal.printError("\(table.fileName): \(count) of \(table.rows.count) \(rows) left out, \(reason)")
    }
}
