import Foundation

/// A physical dimension whose values people write with a unit: `5mJ`, `20 ms`, `4000mAh`, `2.5MB`, `30m`.
/// Values are held in the base unit: joule, second, byte, watt, ampere, ampere hour, volt, hertz, or a plain count.
public enum Dimension: String, Sendable, CaseIterable {
    /// In joules.
    case energy
    /// In seconds.
    case time
    /// In bytes.
    case memory
    /// In watts.
    case power
    /// In amperes.
    case current
    /// In ampere hours.
    case charge
    /// In volts.
    case voltage
    /// In hertz.
    case rate
    /// A plain number of things, such as parameters.
    case count

    /// Reads a number with a unit. A number without one is refused where a unit is needed: guessing it is how budgets go wrong.
    ///
    /// - Throws: a `Diagnostic` without a place, for the caller to add.
    public func parse(_ text: String) throws(Diagnostic) -> Double {
        let trimmed = text.trimmingCharacters(in: .whitespaces)
        let numberEnd = DecimalNumber.end(in: trimmed)
        let unit = trimmed[numberEnd...].trimmingCharacters(in: .whitespaces)
        let symbols = unitSymbols
        if let hint = DecimalNumber.commaHint(trimmed) {
            throw Diagnostic("expected \(rawValue) as a number with a unit (\(symbols)), got '\(text)'", hint: hint)
        }
        guard let value = DecimalNumber.parse(trimmed[..<numberEnd]) else {
            throw Diagnostic("expected \(rawValue) as a number with a unit (\(symbols)), got '\(text)'")
        }
        guard let known = try MeasurementUnit.named(unit, in: self) else {
            if unit.isEmpty {
                throw Diagnostic("\(rawValue) needs a unit (\(symbols)), got '\(text)'", hint: "units of \(rawValue): \(symbols)")
            }
            throw Diagnostic(
                "unknown unit '\(unit)' for \(rawValue) in '\(text)'",
                hint: "units of \(rawValue): \(symbols)")
        }
        guard value >= 0 else { throw Diagnostic("\(rawValue) must not be negative, got '\(text)'") }
        return value * known.factor
    }

    /// The units that values are shown in, from the smallest, each with its size in base units; a plain number's are empty, k, M and G.
    public var shownUnits: [(symbol: String, size: Double)] {
        switch self {
        case .energy: [("nJ", 1e-9), ("µJ", 1e-6), ("mJ", 1e-3), ("J", 1), ("kJ", 1e3)]
        case .time: [("ns", 1e-9), ("µs", 1e-6), ("ms", 1e-3), ("s", 1), ("min", 60), ("h", 3600)]
        case .memory: [("B", 1), ("KiB", 1024), ("MiB", 1_048_576), ("GiB", 1_073_741_824)]
        case .power: [("µW", 1e-6), ("mW", 1e-3), ("W", 1)]
        case .current: [("µA", 1e-6), ("mA", 1e-3), ("A", 1)]
        case .charge: [("mAh", 1e-3)]
        case .voltage: [("V", 1)]
        case .rate: [("/s", 1)]
        case .count: [("", 1), ("k", 1e3), ("M", 1e6), ("G", 1e9)]
        }
    }

    /// Returns a value with the unit that keeps it between 1 and 1000 where there is one: `3.20 mJ`; an infinite value is `unlimited`.
    ///
    /// - Parameter digits: how many digits are shown, unless the number is whole or has more before its point.
    public func format(_ value: Double, digits: Int = 3) -> String {
        let scale = shownUnits
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
