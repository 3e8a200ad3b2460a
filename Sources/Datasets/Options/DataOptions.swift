public import NetworkGraph
public import Support

/// What its owner says of a data set: which columns there are to be, how a series is cut into examples. From the `data.yaml` of its
/// folder, a space's defaults and the command line; each goes before the one before it.
public struct DataOptions: Sendable, Hashable {
    /// The options, in the order in which they are written.
    public enum Key: String, Sendable, Hashable, CaseIterable {
        /// pictures, series, table or text: where the content leaves it open.
        case kind
        /// The column with the classes, by name or number.
        case label
        /// The column that says which examples belong together, by name or number; `none` where no column does.
        case group
        /// The column with the time in seconds, by name or number; `none` where no column is one.
        case time
        /// The columns that are used, by names or numbers; all others without it.
        case columns
        /// How long an example is, in seconds (`2.56s`, `500ms`) or moments (`128`).
        case window
        /// How far apart examples begin, in seconds or moments; half a window without it.
        case hop
        /// Whether a window, or a group, has the label of most of its moments or that of the last.
        case windowLabel = "window_label"
        /// Moments per second.
        case rate
        /// The length that series of several lengths are brought to, in moments; that of sounds also in seconds, that of
        /// texts in bytes.
        case length
        /// The classes that are learned; all without it.
        case classes
        /// The column that says which part a row is of (train, validation, test), by name or number.
        case split
        /// What the names of files mean: `{label}_{speaker}_{index}.wav`.
        case pattern
        /// The size that pictures are brought to: a side, or `48x32`, height x width; `none` where all have one and keep it.
        case resize

        /// Whether it may have several values.
        var isList: Bool { self == .columns || self == .classes }
    }

    private var values: [Key: [String]] = [:]

    /// Creates options that say nothing.
    public init() {}

    /// Reads `window=2.56s,hop=1.28s,columns=ax:ay:az`: options separated by commas, the values of a list by colons.
    ///
    /// - Throws: for what is no option, or has no such value.
    public init(_ text: String) throws(Diagnostic) {
        for piece in text.split(separator: ",") {
            let parts = piece.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map { $0.trimming { $0 == " " } }
            let key = try Self.key(parts[0])
            guard parts.count == 2, !parts[1].isEmpty else {
                throw Diagnostic("data option '\(parts[0])' has no value", hint: "for example: window=2.56s,hop=1.28s")
            }
            guard values[key] == nil else { throw Diagnostic("the data option '\(key.rawValue)' is given twice") }
            try set(key, key.isList ? parts[1].split(separator: ":").map { $0.trimming { $0 == " " } } : [parts[1]])
        }
    }

    /// As `init(_:)` reads it; empty where nothing is said.
    public var text: String {
        Key.allCases.compactMap { key in values[key].map { "\(key.rawValue)=\($0.joined(separator: ":"))" } }.joined(separator: ",")
    }

    /// Whether nothing is said.
    public var isEmpty: Bool { values.isEmpty }

    /// The options with those of another source, which go before them.
    public func overridden(by other: DataOptions) -> DataOptions {
        var result = self
        result.values.merge(other.values) { $1 }
        return result
    }

    /// Those of some keys.
    func only(_ keys: Set<Key>) -> DataOptions {
        var result = self
        result.values = values.filter { keys.contains($0.key) }
        return result
    }

    static func key(_ name: String) throws(Diagnostic) -> Key {
        if let key = Key(rawValue: name) { return key }
        throw Diagnostic(
            "there is no data option '\(name)'", hint: Spelling.hint(for: name, among: Key.allCases.map(\.rawValue), called: "options"))
    }

    /// - Throws: where the option takes no such value.
    mutating func set(_ key: Key, _ texts: [String]) throws(Diagnostic) {
        guard let first = texts.first, !texts.contains(where: \.isEmpty) else {
            throw Diagnostic("data option '\(key.rawValue)' has no value")
        }
        switch key {
        case .kind:
            guard ExampleKind(rawValue: first) != nil else { throw Self.oneOf(key, ExampleKind.allCases.map(\.rawValue), first) }
        case .windowLabel:
            guard WindowLabel(rawValue: first) != nil else { throw Self.oneOf(key, WindowLabel.allCases.map(\.rawValue), first) }
        case .window, .hop: _ = try SeriesSpan(first, called: key.rawValue)
        case .rate:
            guard let rate = DecimalNumber.parse(Self.number(first)), rate > 0, rate <= 1e9 else {
                throw Diagnostic("rate is a number of moments per second above 0, got '\(first)'", hint: "for example: rate=50")
            }
        case .length:
            guard (try? SeriesSpan(first, called: key.rawValue)) != nil else {
                throw Diagnostic("length is a whole number of moments (of texts: of bytes) from 1, of sounds also a time, got '\(first)'")
            }
        case .label, .group, .time, .columns, .classes, .split: break
        case .pattern: _ = try NamePattern(first)
        case .resize: _ = try PictureResize(first)
        }
        values[key] = texts
    }

    private static func oneOf(_ key: Key, _ words: [String], _ got: String) -> Diagnostic {
        Diagnostic(
            "\(key.rawValue) is \(words.dropLast().joined(separator: ", ")) or \(words.last ?? ""), got '\(got)'",
            hint: Spelling.meant(by: got, among: words))
    }

    /// Without the unit that people write behind a rate.
    private static func number(_ text: String) -> String {
        let lower = text.lowercased()
        return lower.hasSuffix("hz") ? String(text.dropLast(2)) : text
    }
}

extension DataOptions {
    /// What the label of several moments is.
    enum WindowLabel: String, CaseIterable {
        case majority, last
    }

    /// What the examples are; nil where it is not said.
    public var kind: ExampleKind? { first(.kind).flatMap(ExampleKind.init) }
    /// Whether what is said makes sense for series alone.
    var saysSeries: Bool {
        kind == .series
            || (kind == nil && [Key.window, .hop, .rate, .time].contains { values[$0] != nil && first($0) != "none" })
    }

    /// Whether what is said is about the columns of a table.
    var saysTable: Bool { [Key.label, .group, .columns, .split].contains { values[$0] != nil } }

    /// That a form of data can make something of each option.
    func check(_ known: Set<Key>, form: String, place: String) throws(Diagnostic) {
        guard let key = Key.allCases.first(where: { values[$0] != nil && !known.contains($0) }) else { return }
        throw Diagnostic(
            "the data option '\(key.rawValue)' says nothing about this form of data, \(form)", file: place,
            hint: "there it can have: \(Key.allCases.filter(known.contains).map(\.rawValue).joined(separator: ", "))")
    }

    var label: String? { first(.label) }
    var group: String? { first(.group) }
    var time: String? { first(.time) }
    var split: String? { first(.split) }
    var columns: [String] { values[.columns] ?? [] }
    var classes: [String] { values[.classes] ?? [] }
    var window: SeriesSpan? { span(.window) }
    var hop: SeriesSpan? { span(.hop) }
    var windowLabel: WindowLabel { first(.windowLabel).flatMap(WindowLabel.init) ?? .majority }
    var rate: Double? { first(.rate).flatMap { DecimalNumber.parse(Self.number($0)) } }
    var length: Int? { first(.length).flatMap { Int($0) } }
    var lengthSpan: SeriesSpan? { span(.length) }
    var pattern: String? { first(.pattern) }
    var resize: PictureResize? { first(.resize).flatMap { text in try? PictureResize(text) } }

    private func first(_ key: Key) -> String? { values[key]?.first }

    private func span(_ key: Key) -> SeriesSpan? { first(key).flatMap { text in try? SeriesSpan(text, called: key.rawValue) } }
}

/// A piece of a series, in moments or in time.
enum SeriesSpan: Sendable, Hashable {
    case moments(Int)
    case seconds(Double)

    init(_ text: String, called name: String) throws(Diagnostic) {
        if let moments = Int(text) {
            guard (1...1 << 24).contains(moments) else { throw Self.wrong(text, name) }
            self = .moments(moments)
            return
        }
        let end = DecimalNumber.end(in: text)
        let scales = ["s": 1, "ms": 1e-3, "min": 60]
        guard let scale = scales[text[end...].trimmingPrefix(while: \.isWhitespace).lowercased()],
            let number = DecimalNumber.parse(text[..<end]), number > 0, number * scale < 1e9
        else { throw Self.wrong(text, name) }
        self = .seconds(number * scale)
    }

    /// - Parameter rate: moments per second; nil where it is not known.
    func moments(rate: Double?) -> Int? {
        switch self {
        case .moments(let moments): moments
        case .seconds(let seconds): rate.map { Int(min(max((seconds * $0).rounded(), 1), Double(1 << 24))) }
        }
    }

    private static func wrong(_ text: String, _ name: String) -> Diagnostic {
        Diagnostic(
            "\(name) is a time or a whole number of moments, got '\(text)'",
            hint: "for example \(name): 2.56s, \(name): 500ms or \(name): 128")
    }
}

extension DataOptions: Codable {
    /// Reads what `encode(to:)` writes.
    public init(from decoder: any Decoder) throws {
        self.init()
        for (name, texts) in try decoder.singleValueContainer().decode([String: [String]].self) { try set(try Self.key(name), texts) }
    }

    /// Writes a list of texts for each option.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(Dictionary(uniqueKeysWithValues: values.map { ($0.key.rawValue, $0.value) }))
    }
}
