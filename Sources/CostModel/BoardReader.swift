internal import Foundation
internal import Support
internal import Yams

/// A mapping of a board file being read: knows its keys, its place, and refuses what it does not know.
struct BoardReader {
    let file: BoardFile
    let node: Node
    let path: String
    private let mapping: Node.Mapping

    init(_ file: BoardFile, _ node: Node, path: String, keys: [String]) throws(Diagnostic) {
        self.file = file
        self.node = node
        self.path = path
        guard let mapping = node.mapping else {
            throw file.diagnostic(
                path.isEmpty
                    ? "a board file is a mapping (key: value)" : "\(path) must be a mapping with the keys \(keys.joined(separator: ", "))",
                at: node, path: path)
        }
        self.mapping = mapping
        for (key, _) in mapping {
            guard let name = key.scalar?.string, keys.contains(name) else {
                let got = key.scalar?.string ?? "that is not text"
                let hint = closest(to: got, among: keys).map { "did you mean '\($0)'?" } ?? "known keys: \(keys.joined(separator: ", "))"
                throw file.diagnostic("unknown key '\(got)'", at: key, path: path, hint: hint)
            }
        }
    }

    func path(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }

    func has(_ key: String) -> Bool { mapping[Node(key)] != nil }

    func required(_ key: String) throws(Diagnostic) -> Node {
        guard let value = mapping[Node(key)] else { throw file.diagnostic("\(path(key)) is missing", at: node, path: path) }
        return value
    }

    func text(_ key: String) throws(Diagnostic) -> String {
        let value = try required(key)
        guard let text = value.scalar?.string.trimmingCharacters(in: .whitespacesAndNewlines), !text.isEmpty else {
            throw file.diagnostic("\(path(key)) must be text", at: value, path: path)
        }
        return text
    }

    func number(_ key: String, in range: ClosedRange<Double>) throws(Diagnostic) -> Double {
        let value = try required(key)
        guard let text = value.scalar?.string, let number = Double(text), number.isFinite else {
            throw file.diagnostic("\(path(key)) must be a number, got '\(value.scalar?.string ?? "a collection")'", at: value, path: path)
        }
        guard range.contains(number) else {
            throw file.diagnostic(
                "\(path(key)) must be from \(Self.short(range.lowerBound)) to \(Self.short(range.upperBound)), got \(text)", at: value,
                path: path)
        }
        return number
    }

    func integer(_ key: String, in range: ClosedRange<Int>) throws(Diagnostic) -> Int {
        let number = try number(key, in: Double(range.lowerBound)...Double(range.upperBound))
        guard number == number.rounded() else {
            throw file.diagnostic("\(path(key)) must be a whole number, got \(number)", at: try required(key), path: path)
        }
        return Int(number)
    }

    func flag(_ key: String) throws(Diagnostic) -> Bool {
        let value = try required(key)
        switch value.scalar?.string {
        case "true": return true
        case "false": return false
        default: throw file.diagnostic("\(path(key)) must be true or false", at: value, path: path)
        }
    }

    /// One of an enumeration's raw values.
    func choice<Value: RawRepresentable & CaseIterable>(_ key: String, _: Value.Type) throws(Diagnostic) -> Value
    where Value.RawValue == String {
        let text = try text(key)
        guard let value = Value(rawValue: text) else {
            let known = Value.allCases.map(\.rawValue)
            throw file.diagnostic(
                "\(path(key)) must be one of \(known.joined(separator: ", ")), got '\(text)'", at: try required(key), path: path,
                hint: closest(to: text, among: known).map { "did you mean '\($0)'?" })
        }
        return value
    }

    func reader(_ key: String, keys: [String]) throws(Diagnostic) -> BoardReader {
        try BoardReader(file, required(key), path: path(key), keys: keys)
    }

    /// The entries of a list, each a mapping with these keys; at least one.
    func list(_ key: String, keys: [String]) throws(Diagnostic) -> [BoardReader] {
        let value = try required(key)
        guard let sequence = value.sequence, !sequence.isEmpty else {
            throw file.diagnostic("\(path(key)) must be a list with at least one entry", at: value, path: path)
        }
        var readers: [BoardReader] = []
        for (index, entry) in sequence.enumerated() {
            readers.append(try BoardReader(file, entry, path: "\(path(key))[\(index)]", keys: keys))
        }
        return readers
    }

    /// A figure: a number, its source, and where the sources differ its 90 % interval.
    ///
    /// - Parameter isPower: powers must say where they were measured, others may not.
    func figure(_ key: String, in range: ClosedRange<Double>, isPower: Bool = false) throws(Diagnostic) -> Figure {
        let reader = try reader(key, keys: ["value", "low", "high", "source", "borrowed"] + (isPower ? ["measured"] : []))
        let value = try reader.number("value", in: range)
        let low = reader.has("low") ? try reader.number("low", in: range) : value
        let high = reader.has("high") ? try reader.number("high", in: range) : value
        guard low <= value, value <= high else {
            throw file.diagnostic(
                "\(reader.path): low, value and high must be in this order, got "
                    + [low, value, high].map(Self.short).joined(separator: ", "),
                at: try reader.required(low > value ? "low" : "high"), path: reader.path)
        }
        guard reader.has("source") else {
            throw file.diagnostic(
                "\(reader.path) has no source", at: reader.node, path: reader.path,
                hint: "every figure says where it comes from: source: \"measured by me, meter, date\"")
        }
        return Figure(
            value, low: low, high: high, source: try reader.text("source"),
            measuredAt: isPower ? try reader.choice("measured", Figure.MeasuringPoint.self) : nil,
            borrowedFrom: reader.has("borrowed") ? try reader.text("borrowed") : nil)
    }

    private static func short(_ number: Double) -> String {
        number == number.rounded() && abs(number) < 1e15 ? String(Int(number)) : String(number)
    }
}
