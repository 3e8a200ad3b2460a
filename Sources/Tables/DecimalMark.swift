internal import Support

/// What separates the whole part of a text's numbers from their decimals.
public enum DecimalMark: Sendable, Hashable {
    case point, comma
    /// Some numbers have points and some have commas: one of them groups thousands, and it is not said which.
    case mixed
    /// Each number with a comma may have thousands before it: `1,234`.
    case grouped

    /// What the fields of a text say. A comma that separates fields is no decimal comma.
    public init(_ fields: some Sequence<String>, delimiter: Delimiter) {
        guard delimiter != .comma else {
            self = .point
            return
        }
        var (points, commas, decimals) = (false, false, false)
        for field in fields {
            guard let mark = Self.mark(in: field) else { continue }
            if mark == UInt8(ascii: ".") {
                points = true
            } else {
                commas = true
                if !decimals { decimals = !Self.mayBeGrouped(field) }
            }
        }
        self =
            switch (points, commas) {
            case (_, false): .point
            case (true, true): .mixed
            case (false, true): decimals ? .comma : .grouped
            }
    }

    /// A finite number; nil for anything that is none, or may be two.
    public func number(_ text: String) -> Double? {
        let hasComma = text.utf8.contains(UInt8(ascii: ","))
        switch self {
        case .point, .grouped: return hasComma ? nil : DecimalNumber.parse(text)
        case .mixed: return hasComma || text.utf8.contains(UInt8(ascii: ".")) ? nil : DecimalNumber.parse(text)
        case .comma:
            guard !text.utf8.contains(UInt8(ascii: ".")) else { return nil }
            return DecimalNumber.parse(
                hasComma ? String(decoding: text.utf8.map { $0 == UInt8(ascii: ",") ? UInt8(ascii: ".") : $0 }, as: UTF8.self) : text)
        }
    }

    /// Why a text that looks like a number is not taken for one, in words; nil where it does not look like one.
    public func doubt(about text: String) -> String? {
        guard text.utf8.contains(where: { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: ".") }) else { return nil }
        return switch self {
        case .point:
            text.utf8.contains(UInt8(ascii: ",")) ? "decimals are written with a point in a file whose fields commas separate" : nil
        case .comma: "the file writes decimals with a comma"
        case .mixed: "the file has numbers with decimal points and numbers with decimal commas"
        case .grouped:
            "a comma with three digits behind it may group thousands or begin decimals: write a decimal point, or decimals of another length"
        }
    }

    /// The only mark in a field that is a number otherwise; nil for anything else.
    private static func mark(in field: String) -> UInt8? {
        var found: UInt8?
        var digits = 0
        for byte in field.utf8 {
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"): digits += 1
            case UInt8(ascii: "."), UInt8(ascii: ","):
                if let found, found != byte { return UInt8(ascii: ",") }
                // Two points are a date.
                if found == UInt8(ascii: ".") { return nil }
                found = byte
            case UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "e"), UInt8(ascii: "E"): break
            default: return nil
            }
        }
        return digits > 0 ? found : nil
    }

    /// `1,234` and `12,345,678`, but not `0,5` or `2,90`.
    private static func mayBeGrouped(_ field: String) -> Bool {
        let groups = field.utf8.drop { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-") }
            .split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
        guard let first = groups.first, (1...3).contains(first.count), first.first != UInt8(ascii: "0") else { return false }
        return groups.dropFirst().allSatisfy { $0.count == 3 }
    }
}
