public import CostModel
internal import Foundation

extension Column {
    /// Returns three columns of a prediction: its value as `name`, and the ends of its 90 % interval as `name_low` and `name_high`.
    ///
    /// - Parameters:
    ///   - name: the value's column in CSV and JSON, with its unit.
    ///   - heading: the heading of the table; nil for columns that only programs see.
    ///   - format: how a table shows the value.
    ///   - ends: when a table leaves out the ends of the interval; nil where only programs see them.
    ///   - prediction: in its base unit; null where it is nil.
    ///   - convert: from the base unit to the column's.
    public static func interval<Value: JSONConvertible>(
        _ name: String, _ heading: String?, _ format: CellFormat = .plain, ends: ColumnFit.Rank? = nil,
        of prediction: @escaping @Sendable (Row) -> Interval?, as convert: @escaping @Sendable (Double) -> Value
    ) -> [Column] {
        // An end is no more exact than three digits.
        let rounded = CellFormat.number { String(format: "%.3g", $0) }
        func end(_ suffix: String, _ word: String, _ read: @escaping @Sendable (Interval) -> Double) -> Column {
            var column = Column("\(name)_\(suffix)", ends.map { _ in word }, rounded) { prediction($0).map { convert(read($0)) } }
            column.label = suffix == "low" ? "interval of \(heading ?? name)" : ""
            column.fit.needsNext = suffix == "low"
            return column.ranked(ends ?? .detail)
        }
        let value = Column(name, heading, format) { prediction($0).map { convert($0.value) } }
        return [value, end("low", "from") { $0.low }, end("high", "to") { $0.high }]
    }
}
