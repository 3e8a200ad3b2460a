/// A column of a listing, as one value: what it is called, how it is shown, and what of a row stands in it.
///
///     Column("accuracy", "accuracy", .percent) { $0.accuracy }
public struct Column<Row>: Sendable {
    /// The name in CSV and JSON, with its unit: a promise to scripts.
    public let name: String
    /// The heading of the table; nil for a column that only programs see.
    public let heading: String?
    /// What a line under a table calls the column: its heading, or more where several have that heading. Empty where the column before it
    /// speaks for both.
    public internal(set) var label: String
    /// How a table shows the value. CSV and JSON have it unrounded.
    public let format: CellFormat
    /// How the column gives way where a table is wider than the terminal.
    public internal(set) var fit = ColumnFit()
    /// What of a row stands in the column.
    public let value: @Sendable (Row) -> JSON

    /// Makes a column.
    ///
    /// - Parameters:
    ///   - name: the name in CSV and JSON, with its unit.
    ///   - heading: the heading of the table; nil for a column that only programs see.
    ///   - format: how a table shows the value.
    ///   - value: what of a row stands in the column; null where it is nil.
    public init<Value: JSONConvertible>(
        _ name: String, _ heading: String? = nil, _ format: CellFormat = .plain, value: @escaping @Sendable (Row) -> Value
    ) {
        self.name = name
        self.heading = heading
        label = heading ?? name
        self.format = format
        self.value = { value($0).json }
    }
}

extension Column {
    /// Returns the column for rows of which `Row` is a part; null where a row lacks that part.
    public func of<Whole>(_ part: @escaping @Sendable (Whole) -> Row?) -> Column<Whole> {
        var column = Column<Whole>(name, heading, format) { whole in part(whole).map(value) }
        (column.label, column.fit) = (label, fit)
        return column
    }
}

extension Array {
    /// Returns the columns for rows of which `Row` is a part; null where a row lacks that part: `EstimateColumns.all.of { $0.estimate }`
    /// are an estimate's columns in a listing of trials.
    public func of<Row, Whole>(_ part: @escaping @Sendable (Whole) -> Row?) -> [Column<Whole>] where Element == Column<Row> {
        map { $0.of(part) }
    }

    /// Returns the names with a row's values: the members of its object in JSON.
    public func members<Row>(of row: Row) -> [(String, JSON)] where Element == Column<Row> {
        map { ($0.name, $0.value(row)) }
    }
}
