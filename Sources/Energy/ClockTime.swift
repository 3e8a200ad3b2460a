internal import Foundation

/// Moments as meters write them: dates with a time of day, or a time of day alone.
///
/// Dates may be written as `2024-05-01 12:00:00` and ISO 8601 (with or without an offset from UTC), `2024/05/01`, `01.05.2024`, and with
/// the month first `05-01-2024` (tegrastats, MLPerf's power logs) and `05/01/2024` (spreadsheets).
struct ClockTime {
    /// Since 1970, or of a time of day alone since midnight.
    let seconds: Double
    let hasDate: Bool
    /// Whether days and months could be exchanged, so that only differences within a day are known.
    let isDayUncertain: Bool

    /// Nil for what is not written in one of these ways.
    init?(_ text: String) {
        var rest = Substring(text)
        var (day, hasDate, isUncertain) = (0.0, false, false)
        if let date = Self.date(&rest) {
            (day, isUncertain) = date
            hasDate = true
            guard let separator = rest.first, separator == "T" || separator == " " || separator == "t" else { return nil }
            rest = rest.dropFirst().drop { $0 == " " }
        }
        guard let time = Self.timeOfDay(&rest) else { return nil }
        let offset = Self.offset(&rest)
        guard let offset, rest.allSatisfy(\.isWhitespace) else { return nil }
        // More hours are a duration; a day ends at 24:00.
        guard !hasDate || time <= 86400 else { return nil }
        seconds = day + time - offset
        (self.hasDate, isDayUncertain) = (hasDate, isUncertain)
    }

    /// A date alone.
    static func day(_ text: String) -> (seconds: Double, isUncertain: Bool)? {
        var rest = Substring(text)
        guard let found = date(&rest), rest.allSatisfy(\.isWhitespace) else { return nil }
        return found
    }

    /// Whether a text begins with a date that no calendar has: `2024-02-30`.
    static func isNoDay(_ text: String) -> Bool {
        var rest = Substring(text)
        guard let date = calendarDate(&rest) else { return false }
        return !date.exists
    }

    private static func date(_ rest: inout Substring) -> (seconds: Double, isUncertain: Bool)? {
        var text = rest
        guard let date = calendarDate(&text), date.exists else { return nil }
        var parts = tm()
        (parts.tm_year, parts.tm_mon, parts.tm_mday) = (Int32(date.year - 1900), Int32(date.month - 1), Int32(date.day))
        rest = text
        return (Double(timegm(&parts)), date.isUncertain)
    }

    /// A date as it is written.
    private struct CalendarDate {
        let year: Int
        let month: Int
        let day: Int
        let isUncertain: Bool

        var exists: Bool {
            let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
            let days = month == 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].contains(month) ? 30 : 31
            return (1...12).contains(month) && (1...days).contains(day)
        }
    }

    private static func calendarDate(_ text: inout Substring) -> CalendarDate? {
        guard let first = digits(&text, 1...4), let separator = text.first, "-/.".contains(separator) else { return nil }
        text.removeFirst()
        guard let second = digits(&text, 1...2), text.first == separator else { return nil }
        text.removeFirst()
        guard let third = digits(&text, 1...4) else { return nil }
        let (year, month, day): (Int, Int, Int)
        var isUncertain = false
        if first.count == 4 {
            (year, month, day) = (first.value, second.value, third.value)
        } else if third.count == 4 {
            // Points are written where the day comes first; strokes where either does.
            let dayFirst = separator == "." || first.value > 12
            (year, month, day) = dayFirst ? (third.value, second.value, first.value) : (third.value, first.value, second.value)
            isUncertain = separator == "/" && first.value <= 12 && second.value <= 12 && first.value != second.value
        } else {
            return nil
        }
        return CalendarDate(year: year, month: month, day: day, isUncertain: isUncertain)
    }

    /// `12:00:05`, `12:00:05.250`, `12:00:05 PM`.
    private static func timeOfDay(_ rest: inout Substring) -> Double? {
        var text = rest
        guard let hours = digits(&text, 1...3), text.first == ":" else { return nil }
        text.removeFirst()
        guard let minutes = digits(&text, 2...2), minutes.value < 60, text.first == ":" else { return nil }
        text.removeFirst()
        guard let seconds = digits(&text, 2...2), seconds.value < 61 else { return nil }
        var total = Double(hours.value * 3600 + minutes.value * 60 + seconds.value)
        if let mark = text.first, mark == "." || mark == "," {
            text.removeFirst()
            let fraction = text.prefix { $0.isASCII && $0.isNumber }
            guard !fraction.isEmpty, let value = Double("0.\(fraction)") else { return nil }
            total += value
            text = text.dropFirst(fraction.count)
        }
        // Some write a narrow blank before it.
        let half = text.drop(while: \.isWhitespace).prefix(2).uppercased()
        if half == "AM" || half == "PM" {
            guard (1...12).contains(hours.value) else { return nil }
            total += (half == "PM" ? 12 : 0) * 3600 - (hours.value == 12 ? 12 * 3600 : 0)
            text = text.drop(while: \.isWhitespace).dropFirst(2)
        }
        rest = text
        return total
    }

    /// Seconds east of UTC; 0 where nothing is said, nil for what is no offset.
    private static func offset(_ rest: inout Substring) -> Double? {
        guard let sign = rest.first else { return 0 }
        if sign == "Z" || sign == "z" {
            rest.removeFirst()
            return 0
        }
        guard sign == "+" || sign == "-" else { return sign.isWhitespace ? 0 : nil }
        let text = rest.dropFirst()
        let written = text.prefix { $0.isASCII && $0.isNumber || $0 == ":" }
        let figures = written.filter { $0 != ":" }
        guard figures.count == 2 || figures.count == 4, let value = Int(figures) else { return nil }
        rest = text.dropFirst(written.count)
        let (hours, minutes) = figures.count == 2 ? (value, 0) : (value / 100, value % 100)
        guard hours <= 18, minutes < 60 else { return nil }
        return Double(hours * 3600 + minutes * 60) * (sign == "-" ? -1 : 1)
    }

    private static func digits(_ text: inout Substring, _ counts: ClosedRange<Int>) -> (value: Int, count: Int)? {
        let found = text.prefix { $0.isASCII && $0.isNumber }
        guard counts.contains(found.count), let value = Int(found) else { return nil }
        text = text.dropFirst(found.count)
        return (value, found.count)
    }
}
