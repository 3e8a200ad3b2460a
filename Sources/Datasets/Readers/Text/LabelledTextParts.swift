internal import NetworkGraph
internal import Support

/// The parts of a set of texts.
struct LabelledTextParts {
    var training: LabelledTexts
    var validation: LabelledTexts?
    var test: LabelledTexts?
    /// All labels that were met in any part.
    let labelTexts: [String]
    /// Whether labels are names, also where they look like numbers.
    var labelsAreNames = false
    /// What groups are called, by their numbers.
    var groupTexts: [String] = []

    /// The most bytes that texts get where nothing is said.
    static let usualLength = 2048

    /// Joins the parts: training, validation, test. Texts get one length: behind shorter ones stand zeros, longer ones are cut.
    mutating func dataset(as identity: DataIdentity, form: String, folder: String, notes: [String]) throws(Diagnostic) -> Dataset {
        let (options, file) = (identity.options, training.fileName)
        let parts = [training, validation, test].compactMap { $0 }
        guard training.count > 0 else {
            throw Diagnostic(
                "holds no texts", file: file, hint: training.emptyCount > 0 ? "is the right column the text? 'columns' names it" : nil)
        }
        try SeveralLabels.refuse(labelTexts, training.firstLines, file: file)
        let classes = try ClassLabels(
            labelTexts, training: training.firstLines, wanted: options.classes, areNames: labelsAreNames, fileName: file)
        for part in parts.dropFirst() { try classes.check(labelTexts, part: part.firstLines, fileName: part.fileName) }

        if case .seconds = options.lengthSpan { throw Diagnostic("length is a whole number of bytes for texts, got a time", file: file) }
        let longest = (0..<training.count).reduce(1) { max($0, training.range(of: $1).count) }
        let length = identity.form?.textLength ?? options.length ?? min(longest, Self.usualLength)
        let shape = Shape(height: 1, width: length, channels: 1)
        do throws(ShapeError) { try shape.validate() } catch { throw Diagnostic(error.message, file: file) }
        var all = notes
        if let note = Self.emptyNote(parts) { all.append(note) }
        let others = (test?.groups ?? []) + (validation?.groups ?? [])
        if let note = SharedGroups.note(training: training.groups, others: others, texts: groupTexts) { all.append(note) }
        all += RepeatedTexts(training: training, validation: validation, test: test, classes: classes).notes

        var joined = Joined(length: length, classes: classes)
        try joined.append(&training)
        let starts = try joined.append(validation: &validation, test: &test)
        all += joined.notes(isGiven: options.length != nil || identity.form?.textLength != nil)
        return Dataset(
            name: identity.name, kind: .text, shape: shape, classNames: classes.names, values: .bytes(joined.values),
            labels: joined.labels, customaryValidationStart: starts.validation, customaryTestStart: starts.test,
            groups: joined.allGroups,
            origin: Dataset.Origin(
                form: form, folder: folder, source: identity.known?.source, licence: identity.known?.licence, notes: all))
    }

    private static func emptyNote(_ parts: [LabelledTexts]) -> String? {
        let count = parts.reduce(0) { $0 + $1.emptyCount }
        guard let first = parts.first(where: { $0.emptyCount > 0 })?.firstEmpty else { return nil }
        return "\(Plural.count(count, "example")) without a text left out (\(first)\(count > 1 ? " ..." : ""))"
    }

    /// What the parts become.
    private struct Joined: JoinedParts {
        let length: Int
        let classes: ClassLabels
        var values: [UInt8] = []
        var labels: [UInt8] = []
        var groups: [Int] = []
        private var cut = 0
        private var longest = 0
        private var leftOut = 0

        init(length: Int, classes: ClassLabels) { (self.length, self.classes) = (length, classes) }

        mutating func append(_ part: inout LabelledTexts) throws(Diagnostic) {
            let total = (labels.count + part.count).multipliedReportingOverflow(by: length)
            guard !total.overflow, total.partialValue <= DataFile.largestBytes else {
                throw Diagnostic(
                    "holds \(labels.count + part.count) texts of \(length) bytes, more than can be held in memory", file: part.fileName,
                    hint: "a shorter length takes less: length=256")
            }
            values.reserveCapacity(total.partialValue)
            for index in 0..<part.count {
                guard let label = classes.number(of: part.labels[index]) else {
                    leftOut += 1
                    continue
                }
                labels.append(label)
                if part.groups.count == part.count { groups.append(part.groups[index]) }
                let text = part.bytes[part.range(of: index)]
                let kept = TextCut.prefix(of: text, upTo: length)
                values += kept
                values += [UInt8](repeating: 0, count: length - kept.count)
                longest = max(longest, text.count)
                if kept.count < text.count { cut += 1 }
            }
            part.removeTexts()
        }

        /// What its owner may not expect, a line each.
        func notes(isGiven: Bool) -> [String] {
            var notes: [String] = []
            if cut > 0 {
                notes.append(
                    "\(Plural.count(cut, "text")) of over \(length) bytes (up to \(longest)) cut to "
                        + (isGiven ? "the length that is asked for" : "their first \(length) (length= says otherwise)"))
            }
            if leftOut > 0 { notes.append("\(Plural.count(leftOut, "example")) of other classes left out") }
            return notes
        }
    }
}

/// A text that is cut: between two characters as Unicode encodes them, which never changes, and not between those that people see.
enum TextCut {
    static func prefix(of text: ArraySlice<UInt8>, upTo count: Int) -> ArraySlice<UInt8> {
        guard text.count > count else { return text }
        var end = text.startIndex + count
        // A byte that goes on in a character is 10xxxxxx.
        while end > text.startIndex, text[end] & 0xC0 == 0x80 { end -= 1 }
        return text[text.startIndex..<end]
    }
}
