internal import Foundation
internal import NAS
internal import Support

/// A mapping of a board file being read: knows its keys and its place. What it cannot read it reports, and gives something harmless in its
/// place, so that all mistakes of a file are found; what is read is worth nothing if there are any.
struct BoardReader {
    let source: SourceText
    let node: SourceNode
    let path: String
    let mistakes: Mistakes
    private var entries: [SourceNode.Entry] = []
    /// Whether there is something that nobody knows, which may be what is missed.
    private var isStrange = false

    init(_ source: SourceText, _ node: SourceNode, path: String, keys: [String], mistakes: Mistakes) throws(Diagnostic) {
        self.source = source
        self.node = node
        self.path = path
        self.mistakes = mistakes
        guard case .mapping(let given) = node.content else {
            let what = path.isEmpty ? "a board file" : path
            mistakes.report(
                source.diagnostic(
                    "\(what) must be a mapping (key: value), got \(node.kindInWords)", at: node.location, path: path,
                    hint: "keys: \(keys.joined(separator: ", "))"))
            isStrange = true
            return
        }
        for entry in given {
            if keys.contains(entry.key) {
                entries.append(entry)
                continue
            }
            let hint = mistakes.wantsHints ? Spelling.hint(for: entry.key, among: keys) : nil
            mistakes.report(source.diagnostic("unknown key '\(entry.key)'", at: entry.keyLocation, path: path, hint: hint))
            isStrange = true
        }
    }

    /// A diagnostic at a node of this mapping, or at the mapping itself.
    func fault(_ message: String, at node: SourceNode, hint: String? = nil) -> Diagnostic {
        source.diagnostic(message, at: node.location, path: path, hint: hint)
    }

    private func report(_ message: String, at node: SourceNode, hint: String? = nil) {
        mistakes.report(fault(message, at: node, hint: hint))
    }

    func path(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

    func has(_ key: String) -> Bool { entries.contains { $0.key == key } }

    private func value(_ key: String) -> SourceNode? { entries.first { $0.key == key }?.value }

    /// The value of a key, for a diagnostic at its place.
    func required(_ key: String) throws(Diagnostic) -> SourceNode { value(key) ?? missing(key) }

    /// - Returns: the mapping itself.
    private func missing(_ key: String) -> SourceNode {
        if !isStrange { report("\(path(key)) is missing", at: node) }
        return node
    }

    func text(_ key: String) throws(Diagnostic) -> String {
        guard let value = value(key) else {
            _ = missing(key)
            return ""
        }
        guard let text = value.text?.trimmingCharacters(in: .whitespacesAndNewlines), !text.isEmpty else {
            report("\(path(key)) must be text", at: value)
            return ""
        }
        return text
    }

    func number(_ key: String, in range: ClosedRange<Double>) throws(Diagnostic) -> Double {
        guard let value = value(key) else {
            _ = missing(key)
            return range.lowerBound
        }
        guard let text = value.text, let number = DecimalNumber.parse(text) else {
            report("\(path(key)) must be a number, got \(value.kindInWords)", at: value)
            return range.lowerBound
        }
        guard range.contains(number) else {
            report("\(path(key)) must be from \(Self.short(range.lowerBound)) to \(Self.short(range.upperBound)), got \(text)", at: value)
            return range.lowerBound
        }
        return number
    }

    func integer(_ key: String, in range: ClosedRange<Int>) throws(Diagnostic) -> Int {
        let number = try number(key, in: Double(range.lowerBound)...Double(range.upperBound))
        guard number == number.rounded() else {
            let value = try required(key)
            report("\(path(key)) must be a whole number, got \(value.text ?? "")", at: value)
            return range.lowerBound
        }
        return Int(number)
    }

    func flag(_ key: String) throws(Diagnostic) -> Bool {
        let value = try required(key)
        switch value.text {
        case "true": return true
        case "false": return false
        default:
            report("\(path(key)) must be true or false", at: value)
            return false
        }
    }

    /// One of an enumeration's raw values.
    func choice<Value: RawRepresentable & CaseIterable>(_ key: String, _: Value.Type) throws(Diagnostic) -> Value
    where Value.RawValue == String {
        guard let first = Value.allCases.first else { preconditionFailure("there is something to choose") }
        let text = try text(key)
        if let value = Value(rawValue: text) { return value }
        guard !text.isEmpty else { return first }
        let known = Value.allCases.map(\.rawValue)
        report(
            "\(path(key)) must be one of \(known.joined(separator: ", ")), got '\(text)'", at: try required(key),
            hint: mistakes.wantsHints ? Spelling.meant(by: text, among: known) : nil)
        return first
    }

    func reader(_ key: String, keys: [String]) throws(Diagnostic) -> BoardReader {
        guard let value = value(key) else {
            _ = missing(key)
            return BoardReader(nothingOf: self, path: path(key))
        }
        return try BoardReader(source, value, path: path(key), keys: keys, mistakes: mistakes)
    }

    /// A mapping that is missed, of which nothing more is missed.
    private init(nothingOf whole: BoardReader, path: String) {
        source = whole.source
        node = whole.node
        mistakes = whole.mistakes
        self.path = path
        isStrange = true
    }

    /// The entries of a list, each a mapping with these keys; at least one.
    func list(_ key: String, keys: [String]) throws(Diagnostic) -> [BoardReader] {
        guard let value = value(key) else {
            _ = missing(key)
            return []
        }
        guard case .sequence(let items) = value.content, !items.isEmpty else {
            report("\(path(key)) must be a list with at least one entry", at: value)
            return []
        }
        var readers: [BoardReader] = []
        for (index, entry) in items.enumerated() {
            readers.append(try BoardReader(source, entry, path: "\(path(key))[\(index)]", keys: keys, mistakes: mistakes))
        }
        return readers
    }

    /// A figure: a number, its source, and where the sources differ its 90 % interval.
    ///
    /// - Parameter isPower: powers must say where they were measured, others may not.
    func figure(_ key: String, in range: ClosedRange<Double>, isPower: Bool = false) throws(Diagnostic) -> SourcedValue {
        let before = mistakes.count
        let reader = try reader(key, keys: ["value", "low", "high", "source", "borrowed"] + (isPower ? ["measured"] : []))
        let value = try reader.number("value", in: range)
        let low = reader.has("low") ? try reader.number("low", in: range) : value
        let high = reader.has("high") ? try reader.number("high", in: range) : value
        if mistakes.count == before, low > value || value > high {
            let given = ["low", "value", "high"].map { reader.value($0)?.text ?? Self.short(value) }
            reader.report(
                "\(reader.path): low, value and high must be in this order, got \(given.joined(separator: ", "))",
                at: try reader.required(low > value ? "low" : "high"))
        }
        if !reader.has("source"), !reader.isStrange {
            reader.report(
                "\(reader.path) has no source", at: reader.node,
                hint: "every figure says where it comes from: source: \"measured by me, meter, date\"")
            return SourcedValue(value, source: "")
        }
        return SourcedValue(
            value, low: low, high: high, source: try reader.text("source"),
            measuredAt: isPower ? try reader.choice("measured", SourcedValue.MeasuringPoint.self) : nil,
            borrowedFrom: reader.has("borrowed") ? try reader.text("borrowed") : nil)
    }

    private static func short(_ number: Double) -> String {
        number == number.rounded() && abs(number) < 1e15 ? String(Int(number)) : String(number)
    }
}

extension SourceNode {
    /// Nil for a list or a mapping.
    fileprivate var text: String? {
        if case .scalar(let text, _) = content { text } else { nil }
    }
}
