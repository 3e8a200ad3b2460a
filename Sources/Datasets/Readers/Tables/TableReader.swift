internal import Foundation
internal import NetworkGraph
internal import Support

/// Tables with a row an example: CSV or TSV with a header, a column of classes, and numbers or categories in the others.
struct TableReader: DataReader {
    let title = "table"
    let kinds: Set<ExampleKind> = [.table]
    let options: Set<DataOptions.Key> = [.kind, .label, .group, .columns, .classes, .split]
    let files = [
        "Tables: train.csv and, optional, test.csv, or a single .csv or .tsv, a row an example, with a header; the label in the column",
        "     label, class, target or species, else the last. Numbers, or texts, which become categories; an empty field is missing.",
    ]

    func place(in folder: URL) -> URL? {
        let tables = TableFiles.tables(in: folder)
        guard !tables.isEmpty, !ClassFolders.hold(.pictures, folder, inFolders: true),
            !ClassFolders.hold(.sounds, folder, inFolders: true)
        else { return nil }
        return folder
    }

    func accepts(_ file: URL) -> Bool { TableFiles.isTable(file.lastPathComponent) }

    func read(_ place: URL, as identity: DataIdentity) throws(Diagnostic) -> Dataset {
        let table = try TableFiles(place, options: identity.options, isLong: false, features: identity.form?.features, in: identity.session)
        var reading = Reading(table, in: identity.session)
        for (number, file) in table.files.enumerated() { try reading.read(file.url, as: file.part, number: number) }
        return try reading.dataset(as: identity, form: title, folder: place.path)
    }

    /// The rows of a file whose classes are asked for.
    func unlabelled(_ file: URL, features: FeatureColumns, options: DataOptions) throws(Diagnostic) -> LabelledFloats {
        var reading = Reading(try TableFiles(unlabelled: file, options: options, isLong: false, features: features), in: ReadingSession())
        try reading.read(file, as: .training, number: 0)
        return reading.parts[.training] ?? LabelledFloats(fileName: file.path, channels: features.count)
    }

    /// The rows of all files.
    private struct Reading {
        let table: TableFiles
        let session: ReadingSession
        var parts: [DataPart: LabelledFloats] = [:]
        var labels = TextNumbers()
        var groups = TextNumbers()
        var unknown = 0
        /// The values of one row.
        private var row: [Float] = []

        init(_ table: TableFiles, in session: ReadingSession) { (self.table, self.session) = (table, session) }

        mutating func read(_ url: URL, as filePart: DataPart, number: Int) throws(Diagnostic) {
            var rows = try TableFiles.rows(url)
            let places = try TablePlaces(rows, of: table, training: try TableFiles.rows(table.files[0].url))
            let columns = table.survey.features
            var part = LabelledFloats(fileName: url.path, channels: columns.count, in: session)
            var others: [DataPart: LabelledFloats] = [:]
            var progress = RowProgress(rows, "reading", session)
            while try rows.next() {
                progress.report(rows)
                let which = try places.split.map { column throws(Diagnostic) in try TableFiles.part(of: rows, column) } ?? filePart
                if which == filePart {
                    try append(rows, places, to: &part, number: number)
                } else {
                    var other =
                        others.removeValue(forKey: which) ?? LabelledFloats(fileName: url.path, channels: columns.count, in: session)
                    try append(rows, places, to: &other, number: number)
                    others[which] = other
                }
            }
            parts[filePart] = part
            parts.merge(others) { $1 }
        }

        private mutating func append(
            _ rows: DelimitedRows, _ places: TablePlaces, to part: inout LabelledFloats, number: Int
        ) throws(Diagnostic) {
            let columns = table.survey.features
            try part.checkRoom(columns.count)
            row.removeAll(keepingCapacity: true)
            for (column, place) in zip(columns.columns, places.features) {
                let field = try columns.append(rows.field(place), of: column, to: &row) {
                    rows.problem($0, column: place, hint: $1)
                }
                if field == .unknownCategory { unknown += 1 }
            }
            part.values.append(contentsOf: row)
            let label = places.label.map { labels.number(ofField: rows.field($0)) } ?? 0
            if let column = places.label, NumberField.isMissing(labels.texts[label]) {
                throw rows.problem("the label is missing", column: column)
            }
            let group = places.group.map { column in
                groups.number(of: table.roles.isGroupNamed ? rows.text(column) : "\(number):\(rows.text(column))")
            }
            part.end(length: 1, label: label, group: group, line: rows.number)
        }

        mutating func dataset(as identity: DataIdentity, form: String, folder: String) throws(Diagnostic) -> Dataset {
            guard let training = parts.removeValue(forKey: .training) else {
                throw Diagnostic("holds no rows for training", file: folder)
            }
            var notes = table.notes
            if let column = table.roles.group, Set(training.groups).count < training.groups.count, !table.roles.isGroupNamed {
                let name = try TableFiles.rows(table.files[0].url).names[column]
                notes.append("rows with one '\(name)' stay in one part of a split (group=none takes them apart)")
            }
            if unknown > 0 {
                notes.append("\(Plural.count(unknown, "field")) of categories that training does not have count as none of them")
            }
            var joined = LabelledFloatParts(
                training: training, validation: parts.removeValue(forKey: .validation), test: parts.removeValue(forKey: .test),
                kind: .table, labelTexts: labels.texts, features: table.survey.features, groupTexts: groups.texts)
            return try joined.dataset(as: identity, form: form, folder: folder, notes: notes)
        }
    }
}
