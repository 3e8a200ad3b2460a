internal import Foundation
internal import Support

/// Cuts recordings into examples: windows of one length that begin so far apart, or whole recordings.
struct SeriesWindows {
    /// In moments; nil for whole recordings.
    private let window: Int?
    private let hop: Int
    private let rule: DataOptions.WindowLabel
    private let inSeconds: String?
    private(set) var tooShort = 0
    private var mixed = 0
    private var made = 0
    private var hasGroups = true

    /// - Parameters:
    ///   - rate: moments per second; nil where it is not known.
    ///   - file: for what is wrong with the options.
    init(_ options: DataOptions, rate: Double?, file: String) throws(Diagnostic) {
        func moments(_ span: SeriesSpan, _ name: String) throws(Diagnostic) -> Int {
            if let moments = span.moments(rate: rate) { return moments }
            throw Diagnostic(
                "\(name) is given in seconds, but nothing says how many moments a second has", file: file,
                hint: "give rate (rate=50), name the column with the time in seconds (time=...), or give \(name) in moments (\(name)=128)")
        }
        rule = options.windowLabel
        guard let span = options.window else {
            guard options.hop == nil else {
                throw Diagnostic("hop is given without window", file: file, hint: "for example window=2.56s,hop=1.28s")
            }
            (window, hop, inSeconds) = (nil, 1, nil)
            return
        }
        let window = try moments(span, "window")
        let hop = try options.hop.map { span throws(Diagnostic) in try moments(span, "hop") } ?? max(1, window / 2)
        (self.window, self.hop) = (window, hop)
        inSeconds = rate.map { String(format: "%.4g s at %.5g moments per second", Double(window) / $0, $0) }
    }

    /// Cuts the recordings of a file, in their order.
    ///
    /// - Parameter session: takes the values.
    mutating func cut(
        _ recordings: Recordings, into parts: inout [DataPart: LabelledFloats], groups: inout TextNumbers, in session: ReadingSession
    ) throws(Diagnostic) {
        let channels = recordings.channels
        for recording in recordings.recordings {
            let count = recording.count
            var part =
                parts.removeValue(forKey: recording.part)
                ?? LabelledFloats(fileName: recordings.fileName, channels: channels, in: session)
            defer { parts[recording.part] = part }
            let group = recording.group.map { groups.number(of: $0) }
            if group == nil { hasGroups = false }
            let length = window ?? count
            guard count >= length else {
                tooShort += 1
                continue
            }
            for start in stride(from: 0, through: count - length, by: hop) {
                try part.checkRoom(length * channels)
                let (values, labels) = try recordings.moments(start..<start + length, of: recording)
                part.values.append(contentsOf: values)
                part.end(length: length, label: label(labels), group: group, line: recording.line)
                made += 1
                if window == nil { break }
            }
        }
        parts = parts.filter { !$0.value.labels.isEmpty }
    }

    private mutating func label(_ labels: [(label: Int32, count: Int)]) -> Int {
        let (first, last) = (labels.first?.label ?? 0, labels.last?.label ?? 0)
        guard labels.contains(where: { $0.label != first }) else { return Int(first) }
        mixed += 1
        guard rule == .majority else { return Int(last) }
        var counts: [Int32: Int] = [:]
        for (label, count) in labels { counts[label, default: 0] += count }
        let most = counts.values.max() ?? 0
        // Of several the one that comes first.
        return Int(labels.first { counts[$0.label] == most }?.label ?? first)
    }

    /// Whether whole recordings have several labels, of which one counts.
    var mergesLabels: Bool { window == nil && mixed > 0 }

    /// What its owner may not expect, a line each.
    var notes: [String] {
        var notes: [String] = []
        if let window {
            var text = "windows of \(Plural.count(window, "moment")) every \(hop)"
            if let inSeconds { text += " (\(inSeconds))" }
            notes.append(text + ": \(made)")
            if !hasGroups, hop < window {
                notes.append("windows overlap, and no column says which recording they are of: neighbours may be in training and in test")
            }
        }
        if mixed > 0 {
            notes.append(
                "the label changes within \(Plural.count(mixed, window == nil ? "recording" : "window")): "
                    + (rule == .majority ? "that of most moments counts" : "the last counts"))
        }
        if tooShort > 0 { notes.append("\(Plural.count(tooShort, "recording")) shorter than a window left out") }
        return notes
    }
}
