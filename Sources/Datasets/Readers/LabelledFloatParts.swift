internal import NetworkGraph
internal import Support

/// The parts of a set of series or of rows.
struct LabelledFloatParts {
    var training: LabelledFloats
    var validation: LabelledFloats?
    var test: LabelledFloats?
    let kind: ExampleKind
    /// All labels that were met in any part.
    let labelTexts: [String]
    let features: FeatureColumns
    /// Whether labels are names, also where they look like numbers.
    var labelsAreNames = false
    /// What groups are called, by their numbers.
    var groupTexts: [String] = []

    /// Joins the parts: training, validation, test. Series get one length: what is shorter ends without values, which become the
    /// training part's mean, and what is longer is cut.
    mutating func dataset(as identity: DataIdentity, form: String, folder: String, notes: [String]) throws(Diagnostic) -> Dataset {
        let (options, file) = (identity.options, training.fileName)
        guard !training.labels.isEmpty else { throw Diagnostic("holds no examples", file: file) }
        let parts = [training, validation, test].compactMap { $0 }
        for part in parts where part.channels != training.channels {
            throw Diagnostic(
                "has \(part.channels) values a moment, the training part \(training.channels)", file: part.fileName)
        }
        let classes = try ClassLabels(
            labelTexts, training: training.firstLines, wanted: options.classes, areNames: labelsAreNames, fileName: file)
        for part in parts.dropFirst() { try classes.check(labelTexts, part: part.firstLines, fileName: part.fileName) }
        try checkChannels()

        if case .seconds = options.lengthSpan {
            throw Diagnostic("length is a whole number of moments for this form of data, got a time", file: file)
        }
        let shared = SharedGroups.note(
            training: training.groups.map(Int.init), others: ((test?.groups ?? []) + (validation?.groups ?? [])).map(Int.init),
            texts: groupTexts)
        let longest = Int(training.lengths.max() ?? 1)
        let length = kind == .table ? 1 : options.length ?? longest
        let shape = Shape(height: 1, width: length, channels: training.channels)
        do throws(ShapeError) { try shape.validate() } catch { throw Diagnostic(error.message, file: file) }
        var joined = Joined(shape: shape, classes: classes, in: identity.session)
        try joined.append(&training, isTraining: true)
        let starts = try joined.append(validation: &validation, test: &test)
        return Dataset(
            name: identity.name, kind: kind, shape: shape, classNames: classes.names, values: try joined.values.finished(),
            labels: joined.labels,
            customaryValidationStart: starts.validation, customaryTestStart: starts.test, groups: joined.allGroups,
            features: features,
            origin: Dataset.Origin(
                form: form, folder: folder, source: identity.known?.source, licence: identity.known?.licence,
                notes: notes + (shared.map { [$0] } ?? []) + joined.notes(longest: longest, isGiven: options.length != nil)))
    }

    /// Examples whose classes are asked for, of the length that a network was trained on; their labels mean nothing.
    static func unlabelled(
        _ part: consuming LabelledFloats, kind: ExampleKind, shape: Shape, classNames: [String], features: FeatureColumns
    ) throws(Diagnostic) -> Dataset {
        var part = part
        guard part.channels == shape.channels else {
            throw Diagnostic(
                "has \(Plural.count(part.channels, "value")) \(kind == .table ? "a row" : "a moment"), the model was trained on "
                    + "\(shape.channels)", file: part.fileName)
        }
        let file = part.fileName
        var joined = Joined(shape: shape, classes: ClassLabels(unlabelled: classNames), in: ReadingSession())
        try joined.append(&part)
        return Dataset(
            name: "files", kind: kind, shape: shape, classNames: classNames, values: try joined.values.finished(), labels: joined.labels,
            features: features,
            origin: Dataset.Origin(form: kind.rawValue, folder: file, notes: joined.notes(longest: shape.width, isGiven: true)))
    }

    /// That every channel has a value somewhere in the training part.
    private func checkChannels() throws(Diagnostic) {
        var isKnown = [Bool](repeating: false, count: training.channels)
        var left = isKnown.count
        var channel = 0
        var reader = GrowingValues.Reader(training.values)
        var unread = training.values.count
        while unread > 0 {
            let piece = try reader.next(min(unread, GrowingValues<Float>.Reader.piece))
            unread -= piece.count
            for value in piece {
                if !value.isNaN, !isKnown[channel] {
                    isKnown[channel] = true
                    left -= 1
                    if left == 0 { return }
                }
                channel = channel + 1 == isKnown.count ? 0 : channel + 1
            }
        }
        guard let missing = isKnown.firstIndex(of: false) else { return }
        throw Diagnostic(
            "\(kind == .table ? "column" : "channel") '\(features.name(ofValue: missing))' has no value in any training example",
            file: training.fileName, hint: "leave it out: 'columns' in data.yaml names those that are used")
    }

    /// What the parts become.
    private struct Joined: JoinedParts {
        let shape: Shape
        let classes: ClassLabels
        private(set) var values: GrowingValues<Float>
        private(set) var labels: [UInt8] = []
        private(set) var groups: [Int] = []
        private var missing = (training: 0, others: 0)
        private var padded = 0
        private var cut = 0
        private var shortest = Int.max
        private var longest = 0
        private var leftOut = 0

        init(shape: Shape, classes: ClassLabels, in session: ReadingSession) {
            self.shape = shape
            self.classes = classes
            values = GrowingValues(in: session)
        }

        mutating func append(_ part: inout LabelledFloats) throws(Diagnostic) { try append(&part, isTraining: false) }

        mutating func append(_ part: inout LabelledFloats, isTraining: Bool) throws(Diagnostic) {
            let (length, channels) = (shape.width, shape.channels)
            let total = (labels.count + part.labels.count).multipliedReportingOverflow(by: shape.elements)
            guard !total.overflow, total.partialValue <= DataFile.largestBytes / MemoryLayout<Float>.size else {
                throw Diagnostic("\(part.labels.count) examples of \(shape) are more than can be held in memory", file: part.fileName)
            }
            let isSeries = length > 1 || part.lengths.contains { $0 != 1 }
            // The largest part becomes the whole where nothing has to be changed.
            let keepsAll =
                labels.isEmpty && part.lengths.allSatisfy { $0 == length }
                && part.labels.allSatisfy { classes.number(of: Int($0)) != nil }
            if keepsAll { values = part.values } else { values.reserveCapacity(total.partialValue) }
            labels.reserveCapacity(labels.count + part.labels.count)
            var reader = GrowingValues.Reader(part.values)
            for (index, own) in part.lengths.lazy.map({ Int($0) }).enumerated() {
                let example = try reader.next(own * channels)
                guard let label = classes.number(of: Int(part.labels[index])) else {
                    leftOut += 1
                    continue
                }
                labels.append(label)
                if part.groups.count == part.labels.count { groups.append(Int(part.groups[index])) }
                let kept = example.prefix(length * channels)
                if !keepsAll {
                    values.append(contentsOf: kept)
                    if own < length { values.append(repeating: .nan, count: (length - own) * channels) }
                }
                if isSeries {
                    shortest = min(shortest, own)
                    longest = max(longest, own)
                    if own < length { padded += 1 } else if own > length { cut += 1 }
                }
                var absent = 0
                for value in kept where value.isNaN { absent += 1 }
                if isTraining { missing.training += absent } else { missing.others += absent }
            }
            if !keepsAll { part.values.removeAll() }
        }

        /// What its owner may not expect, a line each.
        func notes(longest trained: Int, isGiven: Bool) -> [String] {
            var notes: [String] = []
            if padded > 0 || cut > 0 {
                let whose = isGiven ? "the length that is asked for" : "the longest of training"
                var text = "series of \(shortest) to \(longest) moments are brought to \(shape.width), \(whose):"
                if padded > 0 { text += " \(padded) are filled up with the training part's mean" }
                if cut > 0 { text += "\(padded > 0 ? "," : "") \(cut) are cut at the end" }
                notes.append(text)
            }
            if missing.training + missing.others > 0 {
                notes.append(
                    "\(Plural.count(missing.training + missing.others, "value")) missing (\(missing.training) of them in training): "
                        + "the training part's mean is taken in their place")
            }
            if leftOut > 0 { notes.append("\(Plural.count(leftOut, "example")) of other classes left out") }
            return notes
        }
    }
}
