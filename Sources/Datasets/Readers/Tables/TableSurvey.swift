internal import Support

/// What the training rows of a table have in each of their columns: read once before the values are, to know which columns are numbers
/// and which are categories.
struct TableSurvey {
    let features: FeatureColumns
    /// Where the features' columns are, in the file that was surveyed.
    let places: [Int]
    let notes: [String]

    /// What is known without a survey.
    init(features: FeatureColumns, places: [Int]) { (self.features, self.places, notes) = (features, places, []) }

    /// More categories than these are names and texts, not kinds of something.
    private static let mostCategories = 100

    private struct Column {
        var numbers = 0
        var texts = 0
        var firstText: (text: String, place: SourceLocation)?
        var categories: Set<String> = []
    }

    /// - Parameters:
    ///   - session: is told how far it is.
    ///   - isTraining: whether the row that came last counts.
    /// - Throws: for a column of numbers in which something else stands.
    init(
        _ rows: consuming DelimitedRows, roles: TableRoles, in session: ReadingSession,
        isTraining: (DelimitedRows) throws(Diagnostic) -> Bool
    ) throws(Diagnostic) {
        var rows = rows
        var columns = [Column](repeating: Column(), count: roles.features.count)
        var count = 0
        var progress = RowProgress(rows, "looking through", session)
        while try rows.next() {
            progress.report(rows)
            guard try isTraining(rows) else { continue }
            count += 1
            for (index, place) in roles.features.enumerated() {
                switch NumberField(rows.field(place)) {
                case .number:
                    columns[index].numbers += 1
                    // Of a column of both, the numbers are names too.
                    guard columns[index].texts > 0 || columns[index].numbers <= Self.mostCategories else { continue }
                case .missing: continue
                case .other(let text):
                    columns[index].texts += 1
                    if columns[index].firstText == nil { columns[index].firstText = (text, rows.place(place)) }
                }
                if columns[index].categories.count <= Self.mostCategories { columns[index].categories.insert(rows.text(place)) }
            }
        }
        guard count > 0 else {
            throw Diagnostic(
                "holds no rows\(rows.hasHeader ? " behind its header" : "")", file: rows.fileName,
                hint: "a row is an example, or a moment of one"
            )
        }
        var (features, places, leftOut): ([FeatureColumns.Column], [Int], [String]) = ([], [], [])
        for (column, place) in zip(columns, roles.features) {
            let name = rows.names[place].isEmpty ? "column \(place + 1)" : rows.names[place]
            guard column.texts > 0, let firstText = column.firstText else {
                features.append(FeatureColumns.Column(name: name))
                places.append(place)
                continue
            }
            let isNumber = ["nan", "+nan", "-nan", "inf", "+inf", "-inf", "infinity", "+infinity", "-infinity"].contains(
                firstText.text.lowercased())
            guard column.texts * 20 >= column.numbers, !isNumber || column.numbers == 0 else {
                throw Diagnostic(
                    "expected a number in column '\(name)', got '\(firstText.text)'", file: rows.fileName, location: firstText.place,
                    hint: NumberField.hint(on: firstText.text)
                        ?? "a value that is missing is left empty, or written as ?; 'columns' names the columns that are used")
            }
            guard !isNumber else {
                throw Diagnostic(
                    "column '\(name)' has no number: '\(firstText.text)'", file: rows.fileName, location: firstText.place,
                    hint: NumberField.hint(on: firstText.text))
            }
            if column.numbers == 0, let hint = DecimalNumber.commaHint(firstText.text) {
                throw Diagnostic(
                    "expected a number in column '\(name)', got '\(firstText.text)'", file: rows.fileName, location: firstText.place,
                    hint: hint)
            }
            guard column.categories.count <= Self.mostCategories else {
                leftOut.append(name)
                continue
            }
            features.append(
                FeatureColumns.Column(
                    name: name, categories: column.categories.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }))
            places.append(place)
        }
        var notes: [String] = []
        let texts = features.filter { $0.categories != nil }
        if !texts.isEmpty {
            let listed = texts.prefix(6).map { "\($0.name) (\($0.count))" }.joined(separator: ", ") + (texts.count > 6 ? " ..." : "")
            notes.append("columns of texts become a value for each of their categories in training (one-hot): \(listed)")
        }
        if !leftOut.isEmpty {
            notes.append(
                "not used, because they have more than \(Self.mostCategories) different texts: "
                    + leftOut.prefix(6).joined(separator: ", ") + (leftOut.count > 6 ? " ..." : ""))
        }
        guard !features.isEmpty else {
            throw Diagnostic(
                "holds no column of numbers or categories: \(leftOut.prefix(4).joined(separator: ", ")) are texts", file: rows.fileName,
                hint: "'columns' names the columns that are used")
        }
        (self.features, self.places, self.notes) = (FeatureColumns(features), places, notes)
    }
}
