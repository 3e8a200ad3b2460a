/// A value without anything left open.
enum Constant: Sendable, Hashable {
    case integer(Int)
    case number(Double)
    case boolean(Bool)
    case word(String)
    /// Height and width.
    case pair(Int, Int)
    /// Several numbers: the places of a step schedule.
    case list([Double])

    /// What a plain scalar means: YAML 1.2's `true` and `false`, decimal numbers, and words for everything else
    /// (`no`, `on`, `0x10`). Nil for an empty one.
    init?(plain text: String) {
        switch text {
        case "": return nil
        case "true": self = .boolean(true)
        case "false": self = .boolean(false)
        default:
            let body = text.utf8.first == UInt8(ascii: "-") || text.utf8.first == UInt8(ascii: "+") ? text.dropFirst() : text[...]
            let digits = body.utf8.allSatisfy { (48...57).contains($0) }
            if digits, !body.isEmpty {
                // Digits that do not fit stay a word, for the decoder to refuse.
                self = Int(text).map { .integer($0) } ?? .word(text)
            } else if Self.looksNumeric(body), let value = Double(text), value.isFinite {
                self = .number(value)
            } else {
                self = .word(text)
            }
        }
    }

    /// A digit or point first, and only what decimal numbers are made of: not Swift's `0x1p3`, `nan` or `inf`.
    private static func looksNumeric(_ body: Substring) -> Bool {
        guard let first = body.utf8.first, (48...57).contains(first) || first == UInt8(ascii: ".") else { return false }
        return body.utf8.allSatisfy { (48...57).contains($0) || "+-.eE".utf8.contains($0) }
    }

    /// Whether a text can be a word only because it stands in quotes: without them it is a number, or true or false.
    static func isQuoted(_ word: String) -> Bool {
        switch Constant(plain: word) {
        case .word, nil: false
        default: true
        }
    }

    /// As options are called in listings and in the store.
    var text: String {
        switch self {
        case .integer(let value): "\(value)"
        case .number(let value): value == value.rounded() && abs(value) < 1e15 ? "\(Int(value))" : "\(value)"
        case .boolean(let value): "\(value)"
        case .word(let word): word
        case .pair(let height, let width): "[\(height), \(width)]"
        case .list(let values): "[" + values.map { Constant.number($0).text }.joined(separator: ", ") + "]"
        }
    }

    var asDouble: Double? {
        switch self {
        case .integer(let value): Double(value)
        case .number(let value): value
        default: nil
        }
    }

    /// Whether two constants mean the same: `2` and `2.0` do.
    func means(_ other: Constant) -> Bool {
        if let left = asDouble, let right = other.asDouble { return left == right }
        return self == other
    }
}
