internal import Foundation
internal import Support

/// The files of a table of texts, and its texts as they are read.
struct TextTable {
    private let place: URL
    private let files: [(part: DataPart, url: URL)]
    private let sample: TextTableSample
    private let roles: TextRoles
    private var notes: [String] = []

    /// - Parameter files: those of a folder; nil where the place is a file.
    init(_ place: URL, files: [URL]?, options: DataOptions) throws(Diagnostic) {
        self.place = place
        var notes: [String] = []
        let found: [DataPart: URL] =
            try files.map { files throws(Diagnostic) in
                try DataPart.files(files, in: place, notes: &notes) { DataPart(textFile: $0.lastPathComponent) }
            } ?? [.training: place]
        guard let training = found[.training] else { preconditionFailure("a part for training is required") }
        sample = try Self.sample(training)
        if let twice = sample.twice {
            throw Diagnostic(
                "has two columns called '\(twice)'", file: training.path, location: SourceLocation(line: 1, column: 1),
                hint: "rename one of them")
        }
        roles = try TextRoles(sample, options: options, file: training.path)
        if let several = roles.severalLabels.first {
            throw Diagnostic(
                "columns of zeros and ones are several labels for one text ('\(sample.names[several])' ...), and only one class for each "
                    + "example can be learned", file: training.path, location: SourceLocation(line: 1, column: 1),
                hint: "'label' names one of them: label=\(sample.names[several])")
        }
        guard !roles.texts.isEmpty else {
            throw Diagnostic("has no column of texts", file: training.path, hint: "'columns' of the options names it")
        }
        guard roles.label != nil else { throw Self.noLabel(sample, roles, training) }
        guard roles.split == nil || found.count == 1 else {
            throw Diagnostic(
                "has a column for the part ('split') beside files for the parts", file: place.path, hint: "leave out one of them")
        }
        self.files = DataPart.allCases.compactMap { part in found[part].map { (part, $0) } }
        self.notes = notes
        describeColumns(isNamed: !options.columns.isEmpty)
    }

    private static func sample(_ url: URL) throws(Diagnostic) -> TextTableSample {
        let stream = try FileStream(url)
        var lines = LineReader(stream)
        // What is no text says so before its columns are counted.
        guard let first = try lines.next(), let sample = TextTableSample(url) else {
            throw Diagnostic("is empty", file: url.path, hint: "a line is a text, a tab and its label")
        }
        try TextEncoding.check(first, line: 1, file: url.path)
        guard sample.columns.contains(where: { $0.count > 0 }) else {
            throw Diagnostic("holds no rows behind its header", file: url.path, hint: "a row is a text and its label")
        }
        guard sample.names.count > 1 else {
            let isFastText = first.starts(with: Array("__label__".utf8))
            throw Diagnostic(
                "has no label behind its texts: no tab is in its first line", file: url.path, location: SourceLocation(line: 1, column: 1),
                hint: isFastText
                    ? "fastText's lines become these by: sed -E 's/^__label__([^ ]+) /\\1\\t/' \(url.lastPathComponent) > train.tsv"
                    : "a line is a text, a tab and its label; or put a file for each class (pos.txt, neg.txt) into a folder, and give that")
        }
        return sample
    }

    private static func noLabel(_ sample: TextTableSample, _ roles: TextRoles, _ url: URL) -> Diagnostic {
        let names = roles.labelCandidates.map { "'\(sample.names[$0])'" }
        return Diagnostic(
            names.isEmpty ? "has no column of labels" : "several columns may be the label: \(names.prefix(6).joined(separator: ", "))",
            file: url.path, location: SourceLocation(line: 1, column: 1),
            hint: "'label' in data.yaml, or label= of --data-options, says which column has the classes")
    }

    private mutating func describeColumns(isNamed: Bool) {
        func list(_ columns: [Int]) -> String { columns.map { "'\(sample.names[$0])'" }.joined(separator: ", ") }
        if sample.names.count > 2 || !sample.hasHeader, let label = roles.label {
            notes.append("the text is in column \(list(roles.texts)), the label in \(list([label]))")
        }
        if roles.texts.count > 1 {
            notes.append(
                "the columns of texts are joined by a space" + (isNamed ? "" : " ('columns' of the options names those that count)"))
        }
        let used = roles.texts + [roles.label, roles.group, roles.split].compactMap { $0 }
        let unused = sample.names.indices.filter { !used.contains($0) && !sample.names[$0].isEmpty && sample.columns[$0].count > 0 }
        if !unused.isEmpty, sample.hasHeader {
            notes.append("not used: \(list(Array(unused.prefix(6))))\(unused.count > 6 ? " ..." : "")")
        }
    }

    func dataset(as identity: DataIdentity, form: String) throws(Diagnostic) -> Dataset {
        var reading = Reading(sample, roles)
        for (number, file) in files.enumerated() { try reading.read(file.url, as: file.part, number: number, isOnly: files.count == 1) }
        var notes = notes + reading.notes
        guard let training = reading.parts.removeValue(forKey: .training) else {
            throw Diagnostic("holds no texts for training", file: place.path)
        }
        if let column = roles.group, !roles.isGroupNamed, Set(training.groups).count < training.groups.count {
            notes.append("rows with one '\(sample.names[column])' stay in one part of a split (group=none takes them apart)")
        }
        if let test = reading.parts[.test], reading.isUnlabelled(test, beside: training) {
            notes.append(
                "\((test.fileName as NSString).lastPathComponent) has no labels but -1 and is not used: a test part is drawn from the rest")
            reading.parts[.test] = nil
        }
        var parts = LabelledTextParts(
            training: training, validation: reading.parts.removeValue(forKey: .validation), test: reading.parts.removeValue(forKey: .test),
            labelTexts: reading.labels.texts, groupTexts: reading.groups.texts)
        return try parts.dataset(as: identity, form: form, folder: place.path, notes: notes)
    }

    /// The texts of all files.
    private struct Reading {
        private let sample: TextTableSample
        private let roles: TextRoles
        var parts: [DataPart: LabelledTexts] = [:]
        var labels = TextNumbers()
        var groups = TextNumbers()
        var notes: [String] = []

        init(_ sample: TextTableSample, _ roles: TextRoles) { (self.sample, self.roles) = (sample, roles) }

        /// The hub of data sets writes -1 where the labels are kept.
        func isUnlabelled(_ part: LabelledTexts, beside training: LabelledTexts) -> Bool {
            part.firstLines.count == 1
                && part.firstLines.keys.allSatisfy { labels.texts[$0] == "-1" && training.firstLines[$0] == nil }
        }

        mutating func read(_ url: URL, as filePart: DataPart, number: Int, isOnly: Bool) throws(Diagnostic) {
            let own = number == 0 ? sample : TextTableSample(url)
            guard let own else { throw Diagnostic("is empty", file: url.path, hint: "remove it, or put texts into it") }
            guard own.hasHeader == sample.hasHeader || own.names.count != sample.names.count else {
                throw Diagnostic(
                    own.hasHeader ? "has a header, the training part has none" : "has no header, the training part has one", file: url.path,
                    location: SourceLocation(line: 1, column: 1))
            }
            guard let places = try TextPlaces(roles, of: sample, in: own, file: url.path, isTest: filePart == .test) else {
                notes.append("\(url.lastPathComponent) has no labels and is not used: a test part is drawn from the rest")
                return
            }
            var records = TextRecords(
                try FileStream(url), separator: own.separator,
                hasQuotes: try TextRecords.hasQuotes(url, separator: own.separator))
            if own.hasHeader { _ = try records.next() }
            var part = parts.removeValue(forKey: filePart) ?? LabelledTexts(fileName: url.path)
            while try records.next() {
                guard records.fields.count == own.names.count else { throw ragged(records, own) }
                let which = try places.split.map { column throws(Diagnostic) in try self.part(of: records, column) } ?? filePart
                if which == filePart {
                    try append(records, places, to: &part, number: number)
                } else {
                    var other = parts.removeValue(forKey: which) ?? LabelledTexts(fileName: url.path)
                    try append(records, places, to: &other, number: number)
                    parts[which] = other
                }
            }
            guard part.count + part.emptyCount > 0 || !parts.isEmpty else {
                throw Diagnostic(
                    "holds no rows\(own.hasHeader ? " behind its header" : "")", file: url.path, hint: "a row is a text and its label")
            }
            if part.count + part.emptyCount > 0 { parts[filePart] = part }
        }

        private mutating func append(
            _ records: TextRecords, _ places: TextPlaces, to part: inout LabelledTexts, number: Int
        ) throws(Diagnostic) {
            let label = records.text(places.label)
            guard !label.isEmpty, !Self.missing.contains(label.lowercased()) else {
                throw records.problem("the label is missing", column: places.label, hint: "leave out rows without one")
            }
            let group = places.group.map { column in
                groups.number(of: roles.isGroupNamed ? records.text(column) : "\(number):\(records.text(column))")
            }
            let texts = places.texts.map { TextEncoding.withoutLineEnds(records.content($0)) }
            let text = texts.count == 1 ? texts[0] : Array(texts.filter { !TextEncoding.isBlank($0) }.joined(separator: [0x20]))
            try part.append(
                text, label: labels.number(of: label), group: group, line: records.number,
                place: "line \(records.number) of \((records.fileName as NSString).lastPathComponent)")
        }

        private static let missing: Set = ["?", "nan", "<na>"]

        private func part(of records: TextRecords, _ column: Int) throws(Diagnostic) -> DataPart {
            let text = records.text(column)
            if let part = DataPart(folder: text) ?? (text.lowercased() == "dev" ? .validation : nil) { return part }
            throw records.problem(
                text.isEmpty ? "the part is missing" : "'\(text)' is no part", column: column, hint: "parts are train, validation and test")
        }

        private func ragged(_ records: TextRecords, _ own: TextTableSample) -> Diagnostic {
            let isTab = own.separator == TextRecords.tab
            return records.problem(
                "has \(Plural.count(records.fields.count, "field")), the \(own.hasHeader ? "header" : "first line") has \(own.names.count)",
                hint: records.fields.count > own.names.count
                    ? (isTab ? "a tab in a text is to be a blank" : "a text with a separator in it needs quotes")
                    : "is the file cut off, or a text broken into several lines?")
        }
    }
}

/// Where the columns of a table of texts are in one of its files: another file may have them in another order.
private struct TextPlaces {
    let texts: [Int]
    let label: Int
    let group: Int?
    let split: Int?

    /// Nil for a test part without labels.
    init?(_ roles: TextRoles, of training: TextTableSample, in own: TextTableSample, file: String, isTest: Bool) throws(Diagnostic) {
        guard training.hasHeader, own.hasHeader else {
            let isWithout = own.names.count < training.names.count || own.hasHeader != training.hasHeader
            guard !(isWithout && isTest) else { return nil }
            guard own.names.count == training.names.count else {
                throw Diagnostic(
                    "has \(Plural.count(own.names.count, "column")), the training part has \(training.names.count)", file: file,
                    location: SourceLocation(line: 1, column: 1))
            }
            (texts, label, group, split) = (roles.texts, roles.label ?? 0, roles.group, roles.split)
            return
        }
        func place(_ column: Int) throws(Diagnostic) -> Int {
            if own.names.indices.contains(column), own.names[column] == training.names[column] { return column }
            if let found = own.names.firstIndex(of: training.names[column]) { return found }
            throw Diagnostic(
                "has no column '\(training.names[column])', which the training part has", file: file,
                location: SourceLocation(line: 1, column: 1))
        }
        texts = try roles.texts.map(place)
        let wanted = roles.label ?? 0
        guard !isTest || own.names.contains(training.names[wanted]) else { return nil }
        label = try place(wanted)
        group = try roles.group.map(place)
        split = try roles.split.map(place)
    }
}
