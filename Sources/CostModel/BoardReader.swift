internal import Foundation
internal import NAS
internal import Support

/// A mapping of a board file being read: knows its keys, its place, and refuses what it does not know.
struct BoardReader {
    let source: SourceText
    let node: SourceNode
    let path: String
    private let entries: [SourceNode.Entry]

    init(_ source: SourceText, _ node: SourceNode, path: String, keys: [String]) throws(Diagnostic) {
        self.source = source
        self.node = node
        self.path = path
        guard case .mapping(let entries) = node.content else {
            let what = path.isEmpty ? "a board file" : path
            throw source.diagnostic(
                "\(what) must be a mapping (key: value), got \(node.kindInWords)", at: node.location, path: path,
                hint: "keys: \(keys.joined(separator: ", "))")
        }
        self.entries = entries
        for entry in entries where !keys.contains(entry.key) {
            throw source.diagnostic(
                "unknown key '\(entry.key)'", at: entry.keyLocation, path: path, hint: Spelling.hint(for: entry.key, among: keys))
        }
    }

    /// A diagnostic at a node of this mapping, or at the mapping itself.
    func fault(_ message: String, at node: SourceNode, hint: String? = nil) -> Diagnostic {
        source.diagnostic(message, at: node.location, path: path, hint: hint)
    }

    func path(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

    func has(_ key: String) -> Bool { entries.contains { $0.key == key } }

    func required(_ key: String) throws(Diagnostic) -> SourceNode {
        guard let entry = entries.first(where: { $0.key == key }) else {
            throw fault("\(path(key)) is missing", at: node)
        }
        return entry.value
    }

    func text(_ key: String) throws(Diagnostic) -> String {
        let value = try required(key)
        guard let text = value.text?.trimmingCharacters(in: .whitespacesAndNewlines), !text.isEmpty else {
            throw fault("\(path(key)) must be text", at: value)
        }
        return text
    }

    func number(_ key: String, in range: ClosedRange<Double>) throws(Diagnostic) -> Double {
        let value = try required(key)
        guard let text = value.text, let number = DecimalNumber.parse(text) else {
            throw fault("\(path(key)) must be a number, got \(value.kindInWords)", at: value)
        }
        guard range.contains(number) else {
            throw fault(
                "\(path(key)) must be from \(Self.short(range.lowerBound)) to \(Self.short(range.upperBound)), got \(text)", at: value)
        }
        return number
    }

    func integer(_ key: String, in range: ClosedRange<Int>) throws(Diagnostic) -> Int {
        let number = try number(key, in: Double(range.lowerBound)...Double(range.upperBound))
        guard number == number.rounded() else {
            throw fault("\(path(key)) must be a whole number, got \(number)", at: try required(key))
        }
        return Int(number)
    }

    func flag(_ key: String) throws(Diagnostic) -> Bool {
        let value = try required(key)
        switch value.text {
        case "true": return true
        case "false": return false
        default: throw fault("\(path(key)) must be true or false", at: value)
        }
    }

    /// One of an enumeration's raw values.
    func choice<Value: RawRepresentable & CaseIterable>(_ key: String, _: Value.Type) throws(Diagnostic) -> Value
    where Value.RawValue == String {
        let text = try text(key)
        guard let value = Value(rawValue: text) else {
            let known = Value.allCases.map(\.rawValue)
            throw fault(
                "\(path(key)) must be one of \(known.joined(separator: ", ")), got '\(text)'", at: try required(key),
                hint: Spelling.closest(to: text, among: known).map { "did you mean '\($0)'?" })
        }
        return value
    }

    func reader(_ key: String, keys: [String]) throws(Diagnostic) -> BoardReader {
        try BoardReader(source, required(key), path: path(key), keys: keys)
    }

    /// The entries of a list, each a mapping with these keys; at least one.
    func list(_ key: String, keys: [String]) throws(Diagnostic) -> [BoardReader] {
        let value = try required(key)
        guard case .sequence(let items) = value.content, !items.isEmpty else {
            throw fault("\(path(key)) must be a list with at least one entry", at: value)
        }
        var readers: [BoardReader] = []
        for (index, entry) in items.enumerated() {
            readers.append(try BoardReader(source, entry, path: "\(path(key))[\(index)]", keys: keys))
        }
        return readers
    }

    /// A figure: a number, its source, and where the sources differ its 90 % interval.
    ///
    /// - Parameter isPower: powers must say where they were measured, others may not.
    func figure(_ key: String, in range: ClosedRange<Double>, isPower: Bool = false) throws(Diagnostic) -> SourcedValue {
        let reader = try reader(key, keys: ["value", "low", "high", "source", "borrowed"] + (isPower ? ["measured"] : []))
        let value = try reader.number("value", in: range)
        let low = reader.has("low") ? try reader.number("low", in: range) : value
        let high = reader.has("high") ? try reader.number("high", in: range) : value
        guard low <= value, value <= high else {
            throw reader.fault(
                "\(reader.path): low, value and high must be in this order, got "
                    + [low, value, high].map(Self.short).joined(separator: ", "),
                at: try reader.required(low > value ? "low" : "high"))
        }
        guard reader.has("source") else {
            throw reader.fault(
                "\(reader.path) has no source", at: reader.node,
                hint: "every figure says where it comes from: source: \"measured by me, meter, date\"")
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
