internal import Support

/// What separates the whole part of a text's numbers from their decimals.
package enum DecimalMark: Sendable, Hashable {
    case point, comma
    /// Some numbers have points and some have commas: one of them groups thousands, and it is not said which.
    case mixed
    /// Each number with a comma, or with a point, may have thousands before it: `1,234`.
    case grouped

    /// What the rows of a text say. A comma that separates fields is no decimal comma.
    package init(rows: some Sequence<[String]>, delimiter: Delimiter) {
        guard delimiter != .comma else {
            self = .point
            return
        }
        var (points, commas) = (Seen(), Seen())
        /// Whether a column has whole numbers below 1000, and ones with thousands: `990` and `2.000`.
        var (small, large): (Set<Int>, Set<Int>) = ([], [])
        for row in rows {
            for (column, field) in row.enumerated() {
                guard let mark = Self.mark(in: field) else {
                    if (1...3).contains(field.utf8.count), Self.isWhole(field) { small.insert(column) }
                    continue
                }
                let isDecimal = !Self.mayBeGrouped(field, by: mark)
                if mark == UInt8(ascii: ".") { points.add(isDecimal) } else { commas.add(isDecimal) }
                if !isDecimal { large.insert(column) }
            }
        }
        self =
            switch (points.any, commas.any) {
            case (false, false): .point
            case (true, true): .mixed
            case (false, true): commas.decimals ? .comma : .grouped
            // Semicolons are written where a comma begins decimals, and a point groups; other programs write no 990 beside 2.000.
            case (true, false): points.decimals || (delimiter != .semicolon && small.isDisjoint(with: large)) ? .point : .grouped
            }
    }

    private struct Seen {
        var (any, decimals) = (false, false)

        mutating func add(_ isDecimal: Bool) {
            any = true
            if isDecimal { decimals = true }
        }
    }

    /// A finite number; nil for anything that is none, or may be two.
    package func number(_ text: String) -> Double? {
        let hasComma = text.utf8.contains(UInt8(ascii: ","))
        switch self {
        case .point: return hasComma ? nil : DecimalNumber.parse(text)
        case .mixed, .grouped: return hasComma || text.utf8.contains(UInt8(ascii: ".")) ? nil : DecimalNumber.parse(text)
        case .comma:
            guard !text.utf8.contains(UInt8(ascii: ".")) else { return nil }
            return DecimalNumber.parse(
                hasComma ? String(decoding: text.utf8.map { $0 == UInt8(ascii: ",") ? UInt8(ascii: ".") : $0 }, as: UTF8.self) : text)
        }
    }

    /// Why a text that looks like a number is not taken for one, in words; nil where it does not look like one.
    package func doubt(about text: String) -> String? {
        guard text.utf8.contains(where: { $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: ".") }) else { return nil }
        return switch self {
        case .point:
            text.utf8.contains(UInt8(ascii: ",")) ? "decimals are written with a point in a file whose fields commas separate" : nil
        case .comma: "the file writes decimals with a comma"
        case .mixed: "the file has numbers with decimal points and numbers with decimal commas"
        case .grouped:
            "a comma or point with three digits behind it may group thousands or begin decimals: write thousands ungrouped, "
                + "and decimals of another length; or separate fields by commas, decimals by a point"
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

    private static func isWhole(_ field: String) -> Bool { field.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } }

    /// `1,234` and `12,345,678`, but not `0,5` or `2,90`.
    private static func mayBeGrouped(_ field: String, by mark: UInt8) -> Bool {
        let groups = field.utf8.drop { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-") }
            .split(separator: mark, omittingEmptySubsequences: false)
        guard let first = groups.first, (1...3).contains(first.count), first.first != UInt8(ascii: "0") else { return false }
        return groups.dropFirst().allSatisfy { $0.count == 3 }
    }
}
