internal import Support
internal import Tables

/// What the columns of meters' logs are called, in lower case.
enum MeterNames {
    /// What a column of a dimension may be called.
    static func names(of dimension: Dimension) -> Set<String> {
        switch dimension {
        case .power: ["power", "watt", "watts", "p", "leistung", "puissance", "potencia", "potência", "potenza", "vermogen"]
        case .voltage: ["voltage", "volt", "volts", "vbus", "spannung", "tension", "tensión", "voltaje", "tensão", "tensione", "spanning"]
        case .current:
            [
                "current", "amp", "amps", "ampere", "amperes", "intensity", "ibus", "strom", "stromstärke", "courant", "intensité",
                "corriente", "intensidad", "corrente", "stroom",
            ]
        case .energy: ["energy", "joules", "energie", "énergie", "energía", "energia"]
        case .charge: ["capacity", "charge"]
        case .time, .memory, .rate, .count: []
        }
    }

    /// With the letters of formulas where a heading's unit says what they are: `U/V`, `I (mA)`.
    static func names(of dimension: Dimension, in heading: ColumnHeading) -> Set<String> {
        let names = names(of: dimension)
        guard heading.unit?.dimension == dimension else { return names }
        switch dimension {
        case .voltage: return names.union(["u", "v"])
        case .current: return names.union(["i"])
        default: return names
        }
    }

    static let times: Set = [
        "time", "timestamp", "date", "datetime", "t", "elapsed", "clock", "zeit", "datum", "uhrzeit", "temps", "tiempo", "tempo", "tijd",
    ]
    /// Words beside a time's name that say no more than it does.
    static let timeCompanions: Set = [
        "start", "relative", "system", "sample", "collection", "log", "local", "utc", "unix", "epoch", "of", "day", "since", "and",
    ]

    /// Words beside a name that say no more than it does.
    static let companions: Set = [
        "mean", "avg", "average", "total", "in", "input", "main", "inst", "instant", "now", "bus", "supply", "ema",
    ]

    /// Those of the companions that say that it is the whole board's.
    static let wholes: Set = ["total", "main"]

    /// Extremes, limits and ratios are not what flows.
    static let strange: Set = [
        "min", "max", "minimum", "maximum", "peak", "std", "deviation", "limit", "factor", "record", "threshold", "consumption", "%",
        "percent",
    ]

    /// Headings over a column of units.
    static let units: Set = ["unit", "units", "einheit", "einheiten", "unité", "unités", "unidad", "unità", "eenheid"]

    /// Parts of a board, and what numbers them.
    private static let channels: Set = ["usb", "cpu", "gpu", "soc", "board", "system", "rail", "channel", "ch", "dc", "at"]

    /// Whether a word behind a unit or a name changes nothing about the numbers: a number of a channel, `at 5V`.
    static func isHarmless(_ word: String, behind dimension: Dimension) -> Bool {
        if names(of: dimension).contains(word) || companions.contains(word) || channels.contains(word) { return true }
        let digits = word.hasPrefix("ch") ? word.dropFirst(2) : word.hasSuffix("v") ? word.dropLast() : word[...]
        return Int(digits).map { (0..<100).contains($0) } ?? false
    }
}
