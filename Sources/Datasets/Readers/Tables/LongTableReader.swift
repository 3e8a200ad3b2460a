internal import Foundation
internal import NetworkGraph
internal import Support

/// Tables with a row a moment of a series: a column says which recording, one what it is; the others are channels. A recording is an
/// example, or is cut into windows.
struct LongTableReader: DataReader {
    let title = "long table"
    let kinds: Set<ExampleKind> = [.series]
    let options: Set<DataOptions.Key> = Set(DataOptions.Key.allCases).subtracting([.pattern, .resize])
    let files = [
        "Series in long tables: CSV or TSV, a row a moment, with columns for the recording (recording, subject, session ...), the time",
        "     (time, timestamp, step ...) and the label. A recording is an example, or window=2.56s,hop=1.28s cuts it into several.",
    ]

    func place(in folder: URL) -> URL? {
        let tables = TableFiles.tables(in: folder)
        let besides = [FolderContent.pictures, .sounds]
        return tables.contains(where: Self.isOne) && !besides.contains { ClassFolders.hold($0, folder, inFolders: true) } ? folder : nil
    }

    func accepts(_ file: URL) -> Bool { Self.isOne(file) }

    /// Where its owner says that it is cut, or is a series, no column has to be called in a certain way.
    func place(in folder: URL, _ options: DataOptions) -> URL? {
        guard options.saysSeries, options.pattern == nil, !TableFiles.tables(in: folder).isEmpty else { return place(in: folder) }
        return folder
    }

    func accepts(_ file: URL, _ options: DataOptions) -> Bool {
        options.saysSeries ? TableFiles.isTable(file.lastPathComponent) : accepts(file)
    }

    private static func isOne(_ file: URL) -> Bool {
        guard TableFiles.isTable(file.lastPathComponent), let rows = try? TableFiles.rows(file), rows.hasHeader else { return false }
        return TableRoles.looksLong(rows.names)
    }

    func read(_ place: URL, as identity: DataIdentity) throws(Diagnostic) -> Dataset {
        let options = identity.options
        let table = try TableFiles(place, options: options, isLong: true, features: identity.form?.features, in: identity.session)
        let training = try TableFiles.rows(table.files[0].url)
        guard table.roles.group != nil || options.window != nil else {
            throw Diagnostic(
                "has no column that says which recording a moment is of", file: table.files[0].url.path,
                location: SourceLocation(line: 1, column: 1),
                hint: "'group' in data.yaml names it, and 'window' cuts a single long recording; kind: table is for tables with a row an "
                    + "example")
        }
        var labels = TextNumbers()
        var recordings: [Recordings] = []
        for (number, file) in table.files.enumerated() {
            var read = Recordings(table, fileName: file.url.path, in: identity.session)
            try read.read(file.url, part: file.part, number: number, training: training, labels: &labels)
            recordings.append(read)
        }
        var notes = table.notes
        if let column = table.roles.group, !table.roles.isGroupNamed { notes.append("recordings are told by '\(training.names[column])'") }
        let rate = options.rate ?? recordings[0].rate
        var windows = try SeriesWindows(options, rate: rate, file: table.files[0].url.path)
        var groups = TextNumbers()
        var parts: [DataPart: LabelledFloats] = [:]
        while !recordings.isEmpty { try windows.cut(recordings.removeFirst(), into: &parts, groups: &groups, in: identity.session) }
        notes += windows.notes
        guard let first = parts.removeValue(forKey: .training) else {
            throw Diagnostic(
                windows.tooShort > 0 ? "holds no recording for training as long as a window" : "holds no moments for training",
                file: table.files[0].url.path)
        }
        var joined = LabelledFloatParts(
            training: first, validation: parts.removeValue(forKey: .validation), test: parts.removeValue(forKey: .test), kind: .series,
            labelTexts: labels.texts, features: table.survey.features,
            groupTexts: table.roles.isGroupNamed || table.roles.split != nil ? groups.texts : [])
        do throws(Diagnostic) {
            return try joined.dataset(as: identity, form: title, folder: place.path, notes: notes)
        } catch {
            guard windows.mergesLabels, error.message.hasPrefix("holds one class") else { throw error }
            throw Diagnostic(
                error.message + ": the label of most of a recording's moments counts", file: error.file, location: error.location,
                hint: "window=2.56s (window: 2.56s in data.yaml) cuts recordings into examples")
        }
    }
}

extension LongTableReader {
    /// The recordings or windows of a file whose classes are asked for, in the order in which the recordings begin.
    func unlabelled(_ file: URL, features: FeatureColumns, options: DataOptions) throws(Diagnostic) -> LabelledFloats {
        let table = try TableFiles(unlabelled: file, options: options, isLong: true, features: features)
        var labels = TextNumbers()
        var recordings = Recordings(table, fileName: file.path, in: ReadingSession())
        try recordings.read(file, part: .training, number: 0, training: try TableFiles.rows(file), labels: &labels)
        var windows = try SeriesWindows(options, rate: options.rate ?? recordings.rate, file: file.path)
        var (parts, groups): ([DataPart: LabelledFloats], TextNumbers) = ([:], TextNumbers())
        try windows.cut(recordings, into: &parts, groups: &groups, in: ReadingSession())
        guard let part = parts[.training] else { throw Diagnostic("holds no recording as long as a window", file: file.path) }
        return part
    }
}
