internal import Foundation
internal import Support

/// The files of a set that is in delimited tables, and what its columns are.
struct TableFiles {
    /// By part; a single one may have a column that says which part a row is of.
    let files: [(part: DataPart, url: URL)]
    let roles: TableRoles
    let survey: TableSurvey
    private(set) var notes: [String] = []

    static func isTable(_ name: String) -> Bool {
        [".csv", ".tsv", ".data"].contains(where: name.lowercased().hasSuffix) && !name.hasPrefix(".")
    }

    static func tables(in folder: URL) -> [URL] {
        DataFile.names(in: folder).filter(isTable).map(folder.appendingPathComponent)
    }

    /// - Parameters:
    ///   - features: the columns that a network was trained on; nil for what the training part has.
    ///   - session: is told how far it is.
    init(
        _ place: URL, options: DataOptions, isLong: Bool, features: FeatureColumns? = nil, in session: ReadingSession
    ) throws(Diagnostic) {
        var notes: [String] = []
        let isFolder = DataFile.isFolder(place)
        var found: [DataPart: URL] =
            isFolder ? try DataPart.files(Self.tables(in: place), in: place, notes: &notes) : [.training: place]
        guard let training = found[.training] else { preconditionFailure("a part for training is required") }
        let rows = try Self.rows(training)
        let roles = try TableRoles(rows, options: options, isLong: isLong)
        notes += roles.notes
        let survey: TableSurvey
        if let features {
            survey = TableSurvey(features: features, places: try TableRoles.places(of: features, in: rows))
        } else {
            survey = try TableSurvey(rows, roles: roles, in: session) { row throws(Diagnostic) in
                try roles.split.map { column throws(Diagnostic) in try Self.part(of: row, column) == .training } ?? true
            }
        }
        notes += survey.notes
        // Kaggle keeps the labels of its competitions' test parts.
        if let test = found[.test], rows.hasHeader {
            let names = try Self.rows(test).names
            if let label = roles.label, !names.contains(rows.names[label]), survey.places.allSatisfy({ names.contains(rows.names[$0]) }) {
                notes.append("\(test.lastPathComponent) has no labels and is not used: a test part is drawn from the rest")
                found[.test] = nil
            }
        }
        files = DataPart.allCases.compactMap { part in found[part].map { (part, $0) } }
        guard roles.split == nil || files.count == 1 else {
            throw Diagnostic(
                "has a column for the part ('split') beside files for the parts", file: place.path, hint: "leave out one of them")
        }
        (self.roles, self.survey, self.notes) = (roles, survey, notes)
    }

    /// A file whose rows' classes are asked for.
    ///
    /// - Parameter features: the columns that a network was trained on.
    init(unlabelled file: URL, options: DataOptions, isLong: Bool, features: FeatureColumns) throws(Diagnostic) {
        files = [(.training, file)]
        roles = try TableRoles(try Self.rows(file), options: options, isLong: isLong, known: features)
        survey = TableSurvey(features: features, places: roles.features)
    }

    static func rows(_ url: URL) throws(Diagnostic) -> DelimitedRows { try DelimitedRows(try FileStream(url)) }

    /// The part that a row's column names.
    static func part(of row: DelimitedRows, _ column: Int) throws(Diagnostic) -> DataPart {
        let text = row.text(column)
        if let part = DataPart(folder: text) { return part }
        throw row.problem(
            text.isEmpty ? "the part is missing" : "'\(text)' is no part", column: column, hint: "parts are train, validation and test")
    }
}

/// Where the columns of a set are in one of its files: another file may have them in another order.
struct TablePlaces {
    /// Nil where the classes are what is asked for.
    let label: Int?
    let group: Int?
    let time: Int?
    let split: Int?
    let features: [Int]

    init(_ rows: DelimitedRows, of table: TableFiles, training: DelimitedRows) throws(Diagnostic) {
        func place(_ column: Int) throws(Diagnostic) -> Int {
            guard rows.hasHeader == training.hasHeader else {
                throw Diagnostic(
                    rows.hasHeader ? "has a header, the training part has none" : "has no header, the training part has one",
                    file: rows.fileName)
            }
            if rows.names.indices.contains(column), rows.names[column] == training.names[column] { return column }
            guard let found = rows.names.firstIndex(of: training.names[column]) else {
                throw Diagnostic(
                    "has no column '\(training.names[column])', which the training part has", file: rows.fileName,
                    location: SourceLocation(line: 1, column: 1))
            }
            return found
        }
        label = try table.roles.label.map(place)
        group = try table.roles.group.map(place)
        time = try table.roles.time.map(place)
        split = try table.roles.split.map(place)
        var features: [Int] = []
        for column in table.survey.places { features.append(try place(column)) }
        self.features = features
    }
}
