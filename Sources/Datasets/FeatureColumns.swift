public import Support

/// What the columns of a table become: a number a value, a text a value for each of its categories (one-hot), in the order of the
/// categories. Of a series each moment is such a row, and the values are its channels.
public struct FeatureColumns: Sendable, Hashable, Codable {
    /// A column of a file.
    public struct Column: Sendable, Hashable, Codable {
        /// As the file's header calls it; its number where there is no header.
        public let name: String
        /// The texts that the training part has in it, in order; nil for numbers.
        public let categories: [String]?

        /// Creates a column.
        public init(name: String, categories: [String]? = nil) {
            self.name = name
            self.categories = categories
        }

        /// How many values it becomes.
        public var count: Int { categories?.count ?? 1 }
    }

    /// In the order of their values.
    public let columns: [Column]

    /// Creates the columns of a set.
    public init(_ columns: [Column]) { self.columns = columns }

    /// How many values a row becomes: the channels of an example.
    public var count: Int { columns.reduce(0) { $0 + $1.count } }

    /// What value `index` of a row is called: `width`, `colour=red`.
    func name(ofValue index: Int) -> String {
        var rest = index
        for column in columns {
            if rest < column.count { return column.categories.map { "\(column.name)=\($0[rest])" } ?? column.name }
            rest -= column.count
        }
        return "\(index + 1)"
    }

    /// The values of one row, for a trained network: fields by the names of their columns. A field that is missing or empty, and a
    /// category that training did not have, has no value (NaN).
    ///
    /// - Throws: where a number is expected and none is there.
    public func values(_ fields: [String: String]) throws(Diagnostic) -> [Float] {
        var values: [Float] = []
        for column in columns {
            try append(Array((fields[column.name] ?? "").utf8)[...], of: column, to: &values) { message, hint in
                Diagnostic(message, hint: hint)
            }
        }
        return values
    }

    /// Appends what a field becomes.
    ///
    /// - Parameter problem: makes the error that says where it is.
    /// - Returns: what is to be said of the field in the end.
    @discardableResult
    func append(
        _ field: ArraySlice<UInt8>, of column: Column, to values: inout [Float], problem: (String, String?) -> Diagnostic
    ) throws(Diagnostic) -> Field {
        guard let categories = column.categories else {
            switch NumberField(field) {
            case .number(let number):
                let value = Float(number)
                guard value.isFinite else { throw problem("'\(DelimitedFields.text(field))' in column '\(column.name)' is too large", nil) }
                values.append(value)
                return .known
            case .missing:
                values.append(.nan)
                return .missing
            case .other(let text):
                throw problem(
                    "expected a number in column '\(column.name)', got '\(text)'",
                    NumberField.hint(on: text))
            }
        }
        let text = DelimitedFields.text(field, upTo: 256)
        if NumberField.isMissing(text) {
            for _ in categories { values.append(.nan) }
            return .missing
        }
        var isKnown = false
        for category in categories {
            values.append(category == text ? 1 : 0)
            if category == text { isKnown = true }
        }
        return isKnown ? .known : .unknownCategory
    }

    /// What was in a field.
    enum Field {
        case known, missing, unknownCategory
    }
}
