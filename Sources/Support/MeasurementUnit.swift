/// A unit of measurement, as people spell it: the one place that knows spellings.
///
/// Units are read in any case that leaves no doubt: `mA` and `ma`, `kW` and `KW`, `uJ` and `µJ` with either mu. A capital M before a unit
/// may stand for milli or for mega, so it is refused (bytes and counts alone have mega).
public struct MeasurementUnit: Sendable, Hashable {
    /// What it measures.
    public let dimension: Dimension
    /// As it is written best: `mA`.
    public let symbol: String
    /// Its size in the dimension's base unit.
    public let factor: Double

    /// Returns the unit that a text names, of whatever dimension but count and rate; nil where no unit is spelled so.
    ///
    /// - Throws: a `Diagnostic` without a place for a spelling that could mean two units.
    public static func named(_ spelling: String) throws(Diagnostic) -> MeasurementUnit? {
        // A count has no symbol, and its prefixes alone mean other things elsewhere.
        for dimension in Dimension.allCases where dimension != .count && dimension != .rate {
            if let unit = try named(spelling, in: dimension) { return unit }
        }
        return nil
    }

    /// Returns the unit of one dimension that a text names; nil where none is spelled so.
    ///
    /// - Throws: a `Diagnostic` without a place for a spelling that could mean two units.
    public static func named(_ spelling: String, in dimension: Dimension) throws(Diagnostic) -> MeasurementUnit? {
        // No unit is longer, and a heading may be a whole text.
        guard spelling.utf8.count <= 16, let spellings = Spellings.all[dimension] else { return nil }
        let text = String(spelling.map { "µμ".contains($0) ? "u" : $0 })
        if let exact = spellings.exact[text] { return exact }
        let lower = text.lowercased()
        if let unit = spellings.words[lower] { return unit }
        if dimension.hasMega {
            guard dimension == .memory else { return nil }
            // Written small throughout, a byte's unit is no bit's.
            if text == lower, lower != "b", let unit = spellings.small[lower] { return unit }
            if ["kb", "mb", "gb", "bit", "bits", "kbit", "mbit", "gbit", "kbits", "mbits", "gbits"].contains(lower) {
                throw Diagnostic("'\(spelling)' could be bits", hint: "bytes are written B, kB, MB, KiB, MiB")
            }
            return nil
        }
        guard let unit = spellings.small[lower] else { return nil }
        // Of a rate it stands behind the stroke.
        guard !text.contains("M") || unit.symbol.hasSuffix("min") else {
            // A minute has no milli.
            if unit.symbol.hasSuffix("m") {
                throw Diagnostic("'\(spelling)' is not clear: a month, or a minute", hint: "minutes are written \(unit.symbol)in")
            }
            throw Diagnostic("'\(spelling)' could be milli or mega", hint: "write \(unit.symbol)")
        }
        return unit
    }
}

/// How the units of a dimension are spelled.
private struct Spellings {
    let exact: [String: MeasurementUnit]
    /// In lower case; of two symbols that differ in case alone the first.
    let small: [String: MeasurementUnit]
    /// Written out, in lower case.
    let words: [String: MeasurementUnit]

    static let all = Dictionary(uniqueKeysWithValues: Dimension.allCases.map { ($0, Spellings($0)) })

    private init(_ dimension: Dimension) {
        let units = dimension.units
        exact = Dictionary(uniqueKeysWithValues: units.map { ($0.symbol, $0) })
        small = Dictionary(units.map { ($0.symbol.lowercased(), $0) }, uniquingKeysWith: { first, _ in first })
        words = dimension.words.compactMapValues { [exact] in exact[$0] }
    }
}

extension Dimension {
    /// The units, the base unit first. Spelled with u for micro.
    public var units: [MeasurementUnit] {
        Self.table(of: self).map { MeasurementUnit(dimension: self, symbol: $0.symbol, factor: $0.factor) }
    }

    /// For messages: `J, kJ, mJ`.
    public var unitSymbols: String { units.map(\.symbol).filter { !$0.isEmpty }.joined(separator: ", ") }

    fileprivate var hasMega: Bool { self == .memory || self == .count }

    private static func table(of dimension: Dimension) -> [(symbol: String, factor: Double)] {
        switch dimension {
        case .energy:
            [
                ("J", 1), ("kJ", 1e3), ("mJ", 1e-3), ("uJ", 1e-6), ("nJ", 1e-9), ("pJ", 1e-12), ("Wh", 3600), ("kWh", 3.6e6), ("mWh", 3.6),
                ("uWh", 3.6e-3), ("Ws", 1), ("mWs", 1e-3),
            ]
        case .time: [("s", 1), ("ms", 1e-3), ("us", 1e-6), ("ns", 1e-9), ("m", 60), ("min", 60), ("h", 3600), ("d", 86400)]
        case .memory:
            [("B", 1), ("kB", 1e3), ("KB", 1e3), ("MB", 1e6), ("GB", 1e9), ("KiB", 1024), ("MiB", 1_048_576), ("GiB", 1_073_741_824)]
        case .power: [("W", 1), ("kW", 1e3), ("mW", 1e-3), ("uW", 1e-6), ("nW", 1e-9)]
        case .current: [("A", 1), ("mA", 1e-3), ("uA", 1e-6), ("nA", 1e-9)]
        case .charge: [("Ah", 1), ("mAh", 1e-3), ("uAh", 1e-6), ("As", 1.0 / 3600)]
        case .voltage: [("V", 1), ("mV", 1e-3), ("uV", 1e-6)]
        case .rate: [("/s", 1), ("Hz", 1), ("/m", 1.0 / 60), ("/min", 1.0 / 60), ("/h", 1.0 / 3600), ("/d", 1.0 / 86400)]
        case .count: [("", 1), ("k", 1e3), ("K", 1e3), ("M", 1e6), ("G", 1e9)]
        }
    }

    /// Units that are written out, in lower case, with their symbols.
    fileprivate var words: [String: String] {
        switch self {
        case .energy: Self.prefixed(["joule", "joules"], "J")
        case .time:
            Self.prefixed(["second", "seconds"], "s").merging(
                [
                    "sec": "s", "secs": "s", "msec": "ms", "msecs": "ms", "usec": "us", "usecs": "us", "nsec": "ns", "nsecs": "ns",
                    "min": "min", "mins": "min", "minute": "min", "minutes": "min", "hr": "h", "hrs": "h", "hour": "h", "hours": "h",
                    "day": "d", "days": "d", "sek": "s", "sekunde": "s", "sekunden": "s", "minuten": "min", "stunden": "h",
                ]) { $1 }
        case .memory:
            [
                "byte": "B", "bytes": "B", "kib": "KiB", "mib": "MiB", "gib": "GiB", "kilobyte": "kB", "kilobytes": "kB", "megabyte": "MB",
                "megabytes": "MB", "gigabyte": "GB", "gigabytes": "GB", "kbyte": "kB", "kbytes": "kB", "mbyte": "MB", "mbytes": "MB",
                "gbyte": "GB",
                "gbytes": "GB",
            ]
        case .power: Self.prefixed(["watt", "watts"], "W")
        case .current: Self.prefixed(["amp", "amps", "ampere", "amperes"], "A")
        case .voltage: Self.prefixed(["volt", "volts"], "V")
        case .charge, .rate, .count: [:]
        }
    }

    private static func prefixed(_ words: [String], _ symbol: String) -> [String: String] {
        let prefixes = [("", ""), ("milli", "m"), ("micro", "u"), ("nano", "n"), ("kilo", "k")]
        return Dictionary(
            words.flatMap { word in prefixes.map { ($0.0 + word, $0.1 + symbol) } }, uniquingKeysWith: { first, _ in first })
    }
}
