/// Rows of things in columns, printed as a table for a person, or as CSV or JSON for a program.
public struct Listing<Row> {
    /// The columns, from left to right.
    public let columns: [Column<Row>]
    /// What there is a row for, from top to bottom.
    public let rows: [Row]

    /// Makes a listing of rows in columns.
    public init(_ columns: [Column<Row>], _ rows: [Row]) {
        self.columns = columns
        self.rows = rows
    }

    /// Returns the listing as text that ends with a line feed; a table has the columns with a heading, and is empty where there are no
    /// rows.
    ///
    /// - Parameters:
    ///   - format: how it is printed.
    ///   - width: of the terminal, in columns, which no line of a table exceeds; nil for whole tables.
    public func text(as format: ListingFormat, width: Int? = nil) -> String {
        switch format {
        case .table: table(width: width)
        case .csv: csv()
        case .json: jsonText()
        }
    }

    /// The listing in a larger JSON value: an array with an object a row.
    public var json: JSON { .array(rows.map { .object(columns.members(of: $0)) }) }

    /// `json.text()`, but never holding more than one row's values.
    private func jsonText() -> String {
        var output = ""
        JSON.write(rows, between: ("[", "]"), to: &output, indent: 0) { row, output in
            JSON.write(columns, between: ("{", "}"), to: &output, indent: 1) { column, output in
                JSON.quote(column.name, to: &output)
                output += ": "
                column.value(row).write(to: &output, indent: 2)
            }
        }
        return output + "\n"
    }
}
