public import CostModel

extension Column {
    /// Returns three columns of a prediction: its value as `name`, which a table shows, and the ends of its 90 % interval as `name_low` and
    /// `name_high`.
    ///
    /// - Parameters:
    ///   - name: the value's column in CSV and JSON, with its unit.
    ///   - heading: the heading of the table; nil for columns that only programs see.
    ///   - format: how a table shows the value.
    ///   - prediction: in its base unit; null where it is nil.
    ///   - convert: from the base unit to the column's.
    public static func interval<Value: JSONConvertible>(
        _ name: String, _ heading: String?, _ format: CellFormat = .plain, of prediction: @escaping @Sendable (Row) -> Interval?,
        as convert: @escaping @Sendable (Double) -> Value
    ) -> [Column] {
        [
            Column(name, heading, format) { prediction($0).map { convert($0.value) } },
            Column("\(name)_low") { prediction($0).map { convert($0.low) } },
            Column("\(name)_high") { prediction($0).map { convert($0.high) } },
        ]
    }
}
