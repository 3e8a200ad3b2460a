internal import Foundation
internal import Support

/// The recordings of one file, moment by moment, in the order in which they begin.
struct Recordings {
    struct Recording {
        let part: DataPart
        /// Its group, for splits; nil where none is known.
        let group: String?
        let line: Int
        /// How many moments it has.
        var count = 0
        /// Where they are, in their order.
        fileprivate var segments: [Segment] = []
        fileprivate var lastTime = -Double.infinity
    }

    /// Moments of one recording and one label that follow each other in the file.
    fileprivate struct Segment {
        /// The first, by its number in the file.
        let start: Int
        /// The first, by its number in the recording.
        let offset: Int32
        var count: Int32
        let label: Int32
    }

    private(set) var recordings: [Recording] = []
    /// All moments of the file, channels last.
    private let moments: GrowingValues<Float>
    private var momentCount = 0
    private let session: ReadingSession
    /// The values of one moment.
    private var row: [Float] = []
    let channels: Int
    let fileName: String
    private let table: TableFiles
    /// Steps of time, of the first recordings.
    private var steps: [Double] = []
    private var firstTime: Double?
    private var timeName = ""
    private var valueCount = 0

    init(_ table: TableFiles, fileName: String, in session: ReadingSession) {
        self.table = table
        self.session = session
        moments = GrowingValues(in: session)
        self.fileName = fileName
        channels = table.survey.features.count
    }

    /// Moments of a recording, with their labels in runs.
    func moments(
        _ range: Range<Int>, of recording: Recording
    ) throws(Diagnostic) -> (values: [Float], labels: [(label: Int32, count: Int)]) {
        var values: [Float] = []
        values.reserveCapacity(range.count * channels)
        var labels: [(label: Int32, count: Int)] = []
        let segments = recording.segments
        // The segment that the first moment is in.
        var (low, high) = (0, segments.count - 1)
        while low < high {
            let middle = (low + high + 1) / 2
            if Int(segments[middle].offset) <= range.lowerBound { low = middle } else { high = middle - 1 }
        }
        var position = range.lowerBound
        while position < range.upperBound {
            let segment = segments[low]
            let end = min(Int(segment.offset) + Int(segment.count), range.upperBound)
            let first = segment.start + position - Int(segment.offset)
            values += try moments.elements(first * channels..<(first + end - position) * channels)
            labels.append((segment.label, end - position))
            position = end
            low += 1
        }
        return (values, labels)
    }

    mutating func read(
        _ url: URL, part filePart: DataPart, number: Int, training: DelimitedRows, labels: inout TextNumbers
    ) throws(Diagnostic) {
        var rows = try TableFiles.rows(url)
        let places = try TablePlaces(rows, of: table, training: training)
        timeName = places.time.map { rows.names[$0] } ?? ""
        var names = TextNumbers()
        var known: [Int: Int] = [:]
        let columns = table.survey.features
        var progress = RowProgress(rows, "reading", session)
        while try rows.next() {
            progress.report(rows)
            let part = try places.split.map { column throws(Diagnostic) in try TableFiles.part(of: rows, column) } ?? filePart
            let name = places.group.map { names.number(ofField: rows.field($0)) } ?? 0
            let index: Int
            if let found = known[name], recordings[found].part == part {
                index = found
            } else if known[name] == nil || table.roles.isGroupNamed {
                index = recordings.count
                known[name] = index
                let text = places.group.map { rows.text($0) }
                if let text, NumberField.isMissing(text) {
                    throw rows.problem("the recording is missing", column: places.group ?? 0)
                }
                recordings.append(
                    Recording(
                        part: part, group: text.map { table.roles.isGroupNamed ? $0 : "\(number):\($0)" }, line: rows.number))
            } else {
                throw rows.problem(
                    "recording '\(names.texts[name])' is in two parts", column: places.split ?? 0,
                    hint: "all moments of a recording are of one part")
            }
            try append(rows, places, columns, to: index, &labels)
        }
        guard !recordings.isEmpty else { throw Diagnostic("holds no rows", file: url.path) }
    }

    private mutating func append(
        _ rows: DelimitedRows, _ places: TablePlaces, _ columns: FeatureColumns, to index: Int, _ labels: inout TextNumbers
    ) throws(Diagnostic) {
        valueCount += channels
        guard valueCount <= DataFile.largestBytes / MemoryLayout<Float>.size else {
            throw rows.problem("holds more values than can be held in memory")
        }
        row.removeAll(keepingCapacity: true)
        for (column, place) in zip(columns.columns, places.features) {
            try columns.append(rows.field(place), of: column, to: &row) { rows.problem($0, column: place, hint: $1) }
        }
        moments.append(contentsOf: row)
        let label = places.label.map { labels.number(ofField: rows.field($0)) } ?? 0
        if let column = places.label, NumberField.isMissing(labels.texts[label]) {
            throw rows.problem(
                "the label is missing", column: column, hint: "leave out moments without one, or give them a class of their own")
        }
        recordings[index].append(moment: momentCount, label: Int32(label))
        momentCount += 1
        guard let column = places.time else { return }
        guard case .number(let time) = NumberField(rows.field(column)) else {
            guard table.roles.isTimeNamed else { return }
            throw rows.problem(
                "time '\(rows.text(column))' is no number", column: column,
                hint: "times are seconds; with rate= (moments per second) no column is needed: time=none")
        }
        let step = time - recordings[index].lastTime
        guard step >= 0 else {
            throw rows.problem(
                "time goes back from \(recordings[index].lastTime) to \(time)", column: column,
                hint: "the rows of a recording stand in the order of time; is '\(timeName)' the time, and does a column tell recordings?")
        }
        if step.isFinite, steps.count < 100_000 { steps.append(step) }
        if firstTime == nil { firstTime = time }
        recordings[index].lastTime = time
    }

    /// Moments per second, by the median step of the time column; nil where there is none, or it only counts.
    var rate: Double? {
        let name = timeName.lowercased()
        guard !steps.isEmpty, !["step", "frame", "moment", "tick", "timestep", "time_step", "timepoint"].contains(name) else { return nil }
        let median = steps.sorted()[steps.count / 2]
        guard median > 0 else { return nil }
        // Since 1970 there are 1.7e9 seconds.
        let scale: Double
        switch abs(firstTime ?? 0) {
        case 1e17...: scale = 1e-9
        case 1e14...: scale = 1e-6
        case 1e11...: scale = 1e-3
        default: scale = name.contains("ms") || name.contains("milli") ? 1e-3 : 1
        }
        let rate = 1 / (median * scale)
        return rate.isFinite ? rate : nil
    }
}

extension Recordings.Recording {
    fileprivate mutating func append(moment: Int, label: Int32) {
        if let last = segments.last, last.label == label, last.start + Int(last.count) == moment {
            segments[segments.count - 1].count += 1
        } else {
            segments.append(Recordings.Segment(start: moment, offset: Int32(count), count: 1, label: label))
        }
        count += 1
    }
}
