import Support

/// Numbers of a mission as people write them, for the readers of its parts.
enum MissionReading {
    /// Wide enough for a watch and for a ship, narrow enough that no sum of the arithmetic overflows.
    private static let plausible = 1e-9...1e9

    static func check(_ value: Double, _ option: String) throws(Diagnostic) {
        guard plausible.contains(value) else { throw Diagnostic("\(option) is out of any battery's range") }
    }

    /// A share above 0 and at most 1: `0.85` or `85%`.
    static func share(_ text: String, _ what: String, hint: String) throws(Diagnostic) -> Double {
        let trimmed = Substring(text).trimmed
        let percent = trimmed.hasSuffix("%")
        guard let number = DecimalNumber.parse(percent ? String(trimmed.dropLast()) : trimmed), number > 0, number <= (percent ? 100 : 1)
        else {
            let isPercent = !percent && DecimalNumber.parse(trimmed).map { (1...100).contains($0) } ?? false
            throw Diagnostic(
                "\(what) must be above 0 and at most 1, got '\(text)'",
                hint: DecimalNumber.commaHint(trimmed) ?? (isPercent ? "in percent: \(trimmed)%" : hint))
        }
        return percent ? number / 100 : number
    }

    /// A quantity with its unit, not negative.
    static func quantity(_ text: String, _ dimension: Dimension, _ option: String, hint: String) throws(Diagnostic) -> Double {
        do throws(Diagnostic) {
            let value = try dimension.parse(text)
            guard value <= plausible.upperBound else { throw Diagnostic("the value is too large, got '\(text)'") }
            return value
        } catch {
            throw Diagnostic("\(option): \(error.message)", hint: DecimalNumber.commaHint(text) ?? hint)
        }
    }

    /// A time above zero.
    static func time(_ text: String, _ option: String, hint: String) throws(Diagnostic) -> Double {
        let seconds = try quantity(text, .time, option, hint: hint)
        guard seconds > 0 else { throw Diagnostic("\(option) must be above zero, got '\(text)'", hint: hint) }
        try check(seconds, option)
        return seconds
    }
}
