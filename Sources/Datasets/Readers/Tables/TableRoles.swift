internal import Support

/// What each column of a table is.
struct TableRoles {
    /// Nil where the classes are what is asked for.
    let label: Int?
    let group: Int?
    /// Whether the owner named the column of groups: then a group is the same in all files.
    let isGroupNamed: Bool
    let time: Int?
    let isTimeNamed: Bool
    let split: Int?
    /// Those whose values are learned from.
    let features: [Int]
    private(set) var notes: [String] = []

    static let labelNames = [
        "label", "labels", "class", "target", "species", "activity", "outcome", "category", "diagnosis", "digit", "y",
    ]
    /// What tells examples that belong together, in any table.
    static let subjectNames: Set = [
        "subject", "participant", "patient", "speaker", "person", "recording", "user", "volunteer", "animal",
    ]
    /// What a table with a row a moment calls its recordings besides.
    private static let recordingNames: Set = [
        "group", "series", "session", "case", "file", "id", "dim_id", "case_id", "sequence", "trial", "segment", "sample", "experiment",
    ]
    private static let timeNames: Set = [
        "time", "timestamp", "t", "seconds", "sec", "elapsed", "datetime", "date_time", "step", "frame", "moment", "tick", "time_s",
        "time_ms", "time_step", "timestep", "timestamp_ms", "ms", "timepoint",
    ]
    static let indexNames: Set = ["", "id", "index", "unnamed: 0", "rownames", "row_id", "rowid", "row"]

    /// - Parameters:
    ///   - isLong: whether a row is a moment and not an example.
    ///   - known: the columns that a network was trained on, where its classes are asked for; no label is needed then.
    init(_ rows: DelimitedRows, options: DataOptions, isLong: Bool, known: FeatureColumns? = nil) throws(Diagnostic) {
        let names = rows.names.map(Self.simple)
        func named(_ text: String?, _ what: String) throws(Diagnostic) -> Int? {
            guard let text else { return nil }
            // New examples need not say which group they are of.
            if known != nil { return try? Self.column(text, in: rows.names, called: what, file: rows.fileName) }
            return try Self.column(text, in: rows.names, called: what, file: rows.fileName)
        }
        let split = known == nil ? try named(options.split, "split") : nil
        var group = options.group == "none" ? nil : try named(options.group, "group")
        var time = options.time == "none" ? nil : try named(options.time, "time")
        isGroupNamed = group != nil
        isTimeNamed = time != nil
        if known != nil {
            label = nil
        } else if let label = try named(options.label, "label") {
            self.label = label
        } else if let label = Self.labelNames.lazy.filter({ $0 != "y" || !names.contains("x") })
            .compactMap({ names.firstIndex(of: $0) }).first
        {
            // Beside an x, y is an axis.
            self.label = label
        } else {
            let last = rows.names.count - 1
            label = last
            notes.append(
                "no column is called label or class: the last one, '\(rows.names[last])', is taken for the label (label= of the options "
                    + "names another)")
        }
        let label = label
        func find(_ known: (String) -> Bool) -> Int? { names.indices.first { $0 != label && $0 != split && known(names[$0]) } }
        if group == nil, options.group == nil {
            group = find { Self.subjectNames.contains(Self.withoutID($0)) }
            if group == nil, isLong {
                group = find { Self.recordingNames.contains($0) || Self.recordingNames.contains(Self.withoutID($0)) }
            }
        }
        if time == nil, options.time == nil, isLong { time = find { Self.timeNames.contains($0) || $0.hasPrefix("time_(") } }
        (self.split, self.group, self.time) = (split, group, time)
        let special = Set([label, split, group, time].compactMap { $0 })
        if let known {
            features = try Self.places(of: known, in: rows)
        } else if !options.columns.isEmpty {
            var chosen: [Int] = []
            for text in options.columns {
                let column = try Self.column(text, in: rows.names, called: "columns", file: rows.fileName)
                guard column != label else {
                    throw rows.problem(
                        "column '\(text)' is the label, and cannot be learned from as well", hint: "leave it out of 'columns'")
                }
                if !chosen.contains(column) { chosen.append(column) }
            }
            features = chosen
        } else {
            let left = names.indices.filter { !special.contains($0) }
            // A column without a name is the index that pandas writes, where it is the first.
            let indices = left.filter { Self.indexNames.contains(names[$0]) && (!names[$0].isEmpty || $0 == 0) }
            if let first = indices.first {
                notes.append(
                    "column '\(rows.names[first].isEmpty ? "\(first + 1)" : rows.names[first])' is not used: by its name it numbers the rows "
                        + "('columns' of the options says otherwise)")
            }
            features = left.filter { !indices.contains($0) }
        }
        guard !features.isEmpty else {
            throw rows.problem(
                "has no column besides the label", hint: "are fields separated by commas, semicolons or tabs?")
        }
    }

    /// Whether a table without options has a row a moment: it says which recording, and when.
    static func looksLong(_ names: [String]) -> Bool {
        let names = names.map(simple)
        let hasGroup = names.contains {
            subjectNames.contains(withoutID($0)) || recordingNames.contains($0) || recordingNames.contains(withoutID($0))
        }
        return hasGroup && names.contains { timeNames.contains($0) || $0.hasPrefix("time_(") }
    }

    /// Where the columns are that a network was trained on.
    static func places(of features: FeatureColumns, in rows: DelimitedRows) throws(Diagnostic) -> [Int] {
        var places: [Int] = []
        for column in features.columns {
            guard let place = rows.names.firstIndex(of: column.name) else {
                throw Diagnostic(
                    "has no column '\(column.name)', which the network was trained on", file: rows.fileName,
                    location: SourceLocation(line: 1, column: 1))
            }
            places.append(place)
        }
        return places
    }

    /// The column that a name or a number means.
    ///
    /// - Parameter what: the option that names it.
    static func column(_ text: String, in names: [String], called what: String, file: String) throws(Diagnostic) -> Int {
        if let column = names.firstIndex(of: text) { return column }
        let same = names.indices.filter { simple(names[$0]) == simple(text) }
        if same.count == 1 { return same[0] }
        if let number = Int(text), (1...names.count).contains(number) { return number - 1 }
        throw Diagnostic(
            "has no column '\(text)' (\(what))", file: file, location: SourceLocation(line: 1, column: 1),
            hint: Spelling.hint(for: text, among: names.filter { !$0.isEmpty }.prefix(24).map { $0 }, called: "columns"))
    }

    static func simple(_ name: String) -> String {
        String(name.lowercased().map { $0 == " " || $0 == "-" ? "_" : $0 }).trimming { $0 == "_" }
    }

    /// `subject_id`, `SubjectID` and `subject` are one.
    static func withoutID(_ name: String) -> String {
        for ending in ["_id", "_no", "_nr", "_number", "id"] where name.hasSuffix(ending) && name.count > ending.count {
            return String(name.dropLast(ending.count))
        }
        return name
    }
}
