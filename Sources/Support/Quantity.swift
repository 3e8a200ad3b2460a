import Foundation

/// A physical dimension whose values people write with a unit: `5mJ`, `20 ms`, `4000mAh`, `2.5MB`, `30m`.
/// Values are held in the base unit: joule, second, byte, watt, ampere hour, volt, hertz, or a plain count.
public enum Dimension: String, Sendable, CaseIterable {
    case energy, time, memory, power, charge, voltage, rate, count

    /// Units with their size in the base unit; the first is the base.
    public var units: [(symbol: String, factor: Double)] {
        switch self {
        case .energy: [("J", 1), ("kJ", 1e3), ("mJ", 1e-3), ("uJ", 1e-6), ("µJ", 1e-6), ("nJ", 1e-9), ("Wh", 3600), ("mWh", 3.6)]
        case .time: [("s", 1), ("ms", 1e-3), ("us", 1e-6), ("µs", 1e-6), ("ns", 1e-9), ("m", 60), ("min", 60), ("h", 3600), ("d", 86400)]
        case .memory:
            [
                ("B", 1), ("kB", 1e3), ("KB", 1e3), ("MB", 1e6), ("GB", 1e9), ("KiB", 1024), ("MiB", 1_048_576),
                ("GiB", 1_073_741_824),
            ]
        case .power: [("W", 1), ("mW", 1e-3), ("uW", 1e-6), ("µW", 1e-6)]
        case .charge: [("Ah", 1), ("mAh", 1e-3)]
        case .voltage: [("V", 1), ("mV", 1e-3)]
        case .rate: [("/s", 1), ("Hz", 1), ("/m", 1.0 / 60), ("/min", 1.0 / 60), ("/h", 1.0 / 3600), ("/d", 1.0 / 86400)]
        case .count: [("", 1), ("k", 1e3), ("K", 1e3), ("M", 1e6), ("G", 1e9)]
        }
    }

    /// Reads a number with a unit. A number without one is refused where a unit is needed: guessing it is how budgets go wrong.
    ///
    /// - Throws: a `Diagnostic` without a place, for the caller to add.
    public func parse(_ text: String) throws(Diagnostic) -> Double {
        let trimmed = text.trimmingCharacters(in: .whitespaces)
        let numberEnd = trimmed.endIndexOfNumber
        let unit = trimmed[numberEnd...].trimmingCharacters(in: .whitespaces)
        let symbols = units.map(\.symbol).filter { !$0.isEmpty }.joined(separator: ", ")
        guard let value = Double(trimmed[..<numberEnd]), value.isFinite else {
            throw Diagnostic("expected \(rawValue) as a number with a unit (\(symbols)), got '\(text)'")
        }
        guard let factor = units.first(where: { $0.symbol == unit })?.factor else {
            throw Diagnostic(
                unit.isEmpty ? "\(rawValue) needs a unit (\(symbols)), got '\(text)'" : "unknown unit '\(unit)' for \(rawValue) in '\(text)'",
                hint: "units of \(rawValue): \(symbols)")
        }
        guard value >= 0 else { throw Diagnostic("\(rawValue) must not be negative, got '\(text)'") }
        return value * factor
    }

    /// Writes a value with the unit that keeps it between 1 and 1000 where there is one: `3.20 mJ`.
    public func format(_ value: Double, digits: Int = 3) -> String {
        let scale: [(String, Double)] =
            switch self {
            case .energy: [("nJ", 1e-9), ("µJ", 1e-6), ("mJ", 1e-3), ("J", 1), ("kJ", 1e3)]
            case .time: [("ns", 1e-9), ("µs", 1e-6), ("ms", 1e-3), ("s", 1), ("min", 60), ("h", 3600)]
            case .memory: [("B", 1), ("KiB", 1024), ("MiB", 1_048_576), ("GiB", 1_073_741_824)]
            case .power: [("µW", 1e-6), ("mW", 1e-3), ("W", 1)]
            case .charge: [("mAh", 1e-3)]
            case .voltage: [("V", 1)]
            case .rate: [("/s", 1)]
            case .count: [("", 1), ("k", 1e3), ("M", 1e6), ("G", 1e9)]
            }
        guard value.isFinite else { return value.isNaN ? "not a number" : "unlimited" }
        guard value != 0 else { return "0 \(scale.first { $0.1 == 1 }?.0 ?? scale[0].0)".trimmingCharacters(in: .whitespaces) }
        let chosen = scale.last { abs(value) >= $0.1 } ?? scale[0]
        let scaled = value / chosen.1
        let whole = scaled == scaled.rounded() && abs(scaled) < 1000 && (self == .memory || self == .count) && chosen.1 == 1
        let decimals = whole ? 0 : max(0, digits - 1 - Int(floor(log10(max(abs(scaled), 1e-12)))))
        let text = String(format: "%.\(min(decimals, digits + 2))f", scaled)
        return chosen.0.isEmpty || self == .count ? text + chosen.0 : "\(text) \(chosen.0)"
    }
}

extension String {
    /// Where a leading decimal number ends: the exponent's `e` only where digits follow it.
    fileprivate var endIndexOfNumber: Index {
        var index = startIndex
        func skip(_ accepted: (Character) -> Bool) {
            while index < endIndex, accepted(self[index]) { index = self.index(after: index) }
        }
        if index < endIndex, "+-".contains(self[index]) { index = self.index(after: index) }
        skip { $0.isASCII && ($0.isNumber || $0 == ".") }
        if index < endIndex, "eE".contains(self[index]) {
            var after = self.index(after: index)
            if after < endIndex, "+-".contains(self[after]) { after = self.index(after: after) }
            if after < endIndex, self[after].isASCII, self[after].isNumber {
                index = after
                skip { $0.isASCII && $0.isNumber }
            }
        }
        return index
    }
}
