package import Support

/// A table with a header, as spreadsheets and programs write it: fields separated by commas, semicolons or tabs, quoted where they have
/// to be, decimals with a point or, where fields are not separated by commas, with a comma.
package struct DataTable: Sendable {
    package struct Row: Sendable {
        /// Where it stands in the file, from 1.
        package let line: Int
        fileprivate let cells: [String]
        fileprivate let places: [String: Int]

        /// Empty where nothing was written; nil where there is no such column.
        package subscript(column: String) -> String? { places[column].map { cells[$0] } }
    }

    package let fileName: String
    package let columns: [String]
    package private(set) var rows: [Row]
    /// How each column's numbers are written: joined tables may differ.
    private let decimals: [DecimalMark]
    private let places: [String: Int]
    /// Headings that stand over several columns.
    private let repeated: Set<String>

    /// - Throws: a `Diagnostic` with the line that is not a row of the table.
    package init(_ text: String, file: String) throws(Diagnostic) {
        let (header, records, delimiter) = try Self.records(text, file: file)
        var columns = header
        // A separator at the end of each line opens a column without a heading.
        while columns.last?.isEmpty == true { columns.removeLast() }
        guard !columns.isEmpty, !records.isEmpty else {
            throw Diagnostic(
                "has no rows", file: file, hint: "a table with a header is expected, its fields separated by commas, semicolons or tabs")
        }
        var places: [String: Int] = [:]
        var repeated: Set<String> = []
        for (place, column) in columns.enumerated() {
            if places[column] == nil { places[column] = place } else { repeated.insert(column) }
        }
        var rows: [Row] = []
        rows.reserveCapacity(records.count)
        for (line, fields) in records {
            var fields = fields
            while fields.count > columns.count, fields.last?.isEmpty == true { fields.removeLast() }
            guard fields.count == columns.count else {
                throw Diagnostic(
                    "has \(fields.count) fields, the header has \(columns.count)", file: file,
                    location: SourceLocation(line: line, column: 1),
                    hint: fields.count > columns.count
                        ? "a field with a separator in it needs quotes; decimal commas need semicolons between fields"
                        : "is the file cut off, or a quote left open?")
            }
            rows.append(Row(line: line, cells: fields, places: places))
        }
        (fileName, self.columns, self.rows, self.repeated, self.places) = (file, columns, rows, repeated, places)
        let mark = DecimalMark(rows: records.lazy.map(\.fields), delimiter: delimiter)
        decimals = Array(repeating: mark, count: columns.count)
    }

    /// The header and the records behind it, without empty lines.
    private static func records(
        _ text: String, file: String
    ) throws(Diagnostic) -> (header: [String], records: [(line: Int, fields: [String])], delimiter: Delimiter) {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false)[...]
        func isBlank(_ line: Substring) -> Bool { line.utf8.allSatisfy { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") } }
        while let first = lines.first, isBlank(first) { lines.removeFirst() }
        var named: Delimiter?
        // What Excel begins a file with, to say what separates.
        if let first = lines.first, first.count == 5, first.lowercased().hasPrefix("sep=") {
            named = [",": .comma, ";": .semicolon, "\t": .tab][String(first.suffix(1))]
            if named != nil { lines.removeFirst() }
        }
        guard let first = lines.first else { return ([], [], .comma) }
        let guessed = named ?? Delimiter.guess(first)
        // A heading may have blanks in it: a table's fields are never separated by them.
        let delimiter = guessed == .spaces ? .comma : guessed
        var records: [(line: Int, fields: [String])] = []
        if !text.utf8.contains(UInt8(ascii: "\"")) {
            for (offset, line) in zip(lines.indices, lines) where !isBlank(line) {
                records.append((offset + 1, delimiter.plainFields(line)))
            }
        } else {
            var line = lines.startIndex + 1
            let rest = lines.joined(separator: "\n")
            let rows: [[String]]
            do throws(Diagnostic) { rows = try Delimiter.quoted(rest, delimiter.character ?? ",") } catch {
                throw Diagnostic(error.message, file: file)
            }
            for fields in rows {
                if fields != [""] { records.append((line, fields)) }
                line += 1 + fields.reduce(0) { $0 + $1.utf8.count { $0 == UInt8(ascii: "\n") } }
            }
        }
        guard !records.isEmpty else { return ([], [], delimiter) }
        let header = records.removeFirst().fields
        return (header, records, delimiter)
    }

    /// - Throws: a `Diagnostic` that lists the columns where there is no such one, or several.
    package func check(column: String, option: String) throws(Diagnostic) {
        guard columns.contains(column) else {
            throw Diagnostic("has no column '\(column)' (\(option))", file: fileName, hint: "columns: \(columns.joined(separator: ", "))")
        }
        guard !repeated.contains(column) else { throw Diagnostic("has several columns '\(column)' (\(option))", file: fileName) }
    }

    /// A number; nil for an empty field.
    ///
    /// - Throws: a `Diagnostic` with the line for anything else.
    package func number(_ row: Row, _ column: String) throws(Diagnostic) -> Double? {
        let text = row[column] ?? ""
        guard !text.isEmpty, let place = places[column] else { return nil }
        guard let value = decimals[place].number(text) else {
            throw problem("expected a number in column '\(column)', got '\(text)'", in: row, hint: decimals[place].doubt(about: text))
        }
        return value
    }

    /// A diagnostic about a row.
    package func problem(_ message: String, in row: Row, hint: String? = nil) -> Diagnostic {
        Diagnostic(message, file: fileName, location: SourceLocation(line: row.line, column: 1), hint: hint)
    }

    /// Leaves the rows for which something holds.
    package mutating func filter(_ holds: (Row) throws -> Bool) rethrows { rows = try rows.filter(holds) }

    /// Adds the columns of another table, row by row, by the value of the first of its columns that this one has too. Rows that
    /// the other does not know are left out.
    ///
    /// - Throws: a `Diagnostic` where no column is in both, or the other has several rows for one value of it.
    package func joined(with other: DataTable) throws(Diagnostic) -> DataTable {
        guard let key = other.columns.first(where: columns.contains) else {
            throw Diagnostic("has no column in common with \(fileName)", file: other.fileName)
        }
        for table in [self, other] where table.repeated.contains(key) {
            throw Diagnostic("has several columns '\(key)', which joins it", file: table.fileName)
        }
        var known: [String: Row] = [:]
        for row in other.rows {
            guard let first = known.updateValue(row, forKey: row[key] ?? "") else { continue }
            guard first.cells == row.cells else {
                throw other.problem("'\(row[key] ?? "")' is in line \(first.line) already, with other values", in: row)
            }
        }
        let added = other.columns.filter { !columns.contains($0) }
        let all = columns + added
        let places = Dictionary(zip(all, all.indices), uniquingKeysWith: { first, _ in first })
        let rows: [Row] = rows.compactMap { row in
            known[row[key] ?? ""].map { other in
                Row(line: row.line, cells: row.cells + added.map { other[$0] ?? "" }, places: places)
            }
        }
        guard !rows.isEmpty else { throw Diagnostic("no \(key) of \(fileName) is in it", file: other.fileName) }
        return DataTable(
            fileName: fileName, columns: all, rows: rows, decimals: decimals + added.map { other.decimals[other.places[$0] ?? 0] },
            places: places,
            repeated: repeated.union(other.repeated.subtracting(columns)))
    }

    private init(
        fileName: String, columns: [String], rows: [Row], decimals: [DecimalMark], places: [String: Int], repeated: Set<String>
    ) {
        (self.fileName, self.columns, self.rows) = (fileName, columns, rows)
        (self.decimals, self.places, self.repeated) = (decimals, places, repeated)
    }
}
