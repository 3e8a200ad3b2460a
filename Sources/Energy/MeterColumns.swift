internal import Support
internal import Tables

/// Which columns of a meter's log are the time and the power, or the voltage and the current.
///
/// A heading says what a column is by its unit, `Main(mA)`, or by its name, `watts`, `Total Power`. A name without any unit is in the base
/// unit: second, watt, volt, ampere.
struct MeterColumns {
    /// How a column's time is written.
    enum Time: Hashable {
        /// A number of this many seconds; nil where the heading does not say.
        case number(column: Int, factor: Double?)
        /// Two columns, one of dates and one of times of day.
        case dateAndTime(date: Int, time: Int)
    }

    struct Column: Hashable {
        let place: Int
        let factor: Double
        /// The lower, the surer that it is this.
        let rank: Int
    }

    let time: Time
    /// A column that counts samples beside a clock: `start_time(samples)`.
    let counter: Int?
    let power: Column?
    let voltage: Column?
    let current: Column?
    let count: Int

    /// Nil where the fields are no heading of a log.
    ///
    /// - Parameter powerColumn: the heading of the power, where it is not to be looked for.
    /// - Throws: a `Diagnostic` without a place where a column's unit is not known, or several columns might be meant.
    init?(_ fields: [String], powerColumn: String? = nil) throws(Diagnostic) {
        // Numbers are no headings.
        guard fields.contains(where: { $0.contains(where: \.isLetter) }), !fields.contains(where: { DecimalNumber.parse($0) != nil }) else {
            return nil
        }
        var headings: [ColumnHeading?] = []
        var firstProblem: Diagnostic?
        for field in fields {
            do throws(Diagnostic) { headings.append(try ColumnHeading(field)) } catch {
                headings.append(nil)
                if firstProblem == nil { firstProblem = error }
            }
        }
        guard let time = Self.time(headings) else {
            if let firstProblem { throw firstProblem }
            return nil
        }
        var power: Column?
        if let powerColumn {
            guard let place = fields.firstIndex(of: powerColumn) else { return nil }
            power = try Self.column(place, rank: 0, headings, as: .power)
        } else {
            power = try Self.find(.power, headings)
        }
        let voltage = try Self.find(.voltage, headings)
        let current = try Self.find(.current, headings)
        guard power != nil || (voltage != nil && current != nil) else {
            if let firstProblem { throw firstProblem }
            return nil
        }
        if case .number(let place, nil) = time, let heading = headings[place], let last = heading.words.last,
            !Self.timeNames.contains(last),
            !Self.timeCompanions.contains(last)
        {
            throw Diagnostic(
                "the unit '\(last)' of column '\(heading.text)' is not known", hint: "units of time: \(Dimension.time.unitSymbols)")
        }
        // The board's voltage and current say more than the power of a part of it.
        if powerColumn == nil, let found = power, let voltage, let current, found.rank >= 3, voltage.rank <= 1, current.rank <= 1 {
            power = nil
        }
        if power == nil, let voltage, let current {
            let (one, other) = (Self.channel(headings[voltage.place]), Self.channel(headings[current.place]))
            guard one.isEmpty || other.isEmpty || !one.isDisjoint(with: other) else {
                throw Diagnostic(
                    "has a voltage of '\(fields[voltage.place])' and a current of '\(fields[current.place])', which are not of one channel")
            }
        }
        (self.time, self.power, self.voltage, self.current, count) = (time, power, voltage, current, fields.count)
        counter = headings.firstIndex { $0?.note?.lowercased() == "samples" && $0?.words.contains("time") == true }
    }

    // MARK: Time

    private static func time(_ headings: [ColumnHeading?]) -> Time? {
        var best: (place: Int, rank: Int, factor: Double?)?
        for case (let place, let heading?) in headings.enumerated() {
            guard let rank = timeRank(heading), rank < best?.rank ?? .max else { continue }
            best = (place, rank, heading.unit?.factor)
        }
        guard let best else { return nil }
        let words = headings.map { $0?.words ?? [] }
        if let date = words.firstIndex(of: ["date"]), let time = words.firstIndex(of: ["time"]), headings[time]?.unit == nil {
            return .dateAndTime(date: date, time: time)
        }
        return .number(column: best.place, factor: best.factor)
    }

    /// The lower, the surer; nil for a column that is no time.
    private static func timeRank(_ heading: ColumnHeading) -> Int? {
        if let unit = heading.unit, unit.dimension != .time { return nil }
        // Counts of samples and the like.
        if let note = heading.note, !["iso", "utc", "local", "hh:mm:ss"].contains(note.lowercased()) { return nil }
        let isNamed = heading.words.contains(where: timeNames.contains)
        guard isNamed || heading.unit != nil else { return nil }
        if heading.words.allSatisfy(timeNames.contains) { return 0 }
        if isNamed { return heading.words.allSatisfy { timeNames.contains($0) || timeCompanions.contains($0) } ? 1 : 3 }
        return heading.words.isEmpty ? 0 : 3
    }

    private static let timeNames: Set = ["time", "timestamp", "date", "datetime", "t", "elapsed", "clock"]
    private static let timeCompanions: Set = [
        "start", "relative", "system", "sample", "collection", "log", "local", "utc", "unix", "epoch", "of", "day", "since", "and",
    ]

    /// What a heading says besides what is measured and how: `main`, `usb`.
    private static func channel(_ heading: ColumnHeading?) -> Set<String> {
        let said = names(of: .voltage).union(names(of: .current)).union(companions).subtracting(["main"])
        return Set(heading?.words ?? []).subtracting(said)
    }

    // MARK: Power, voltage, current

    private static func find(_ dimension: Dimension, _ headings: [ColumnHeading?]) throws(Diagnostic) -> Column? {
        var candidates: [(place: Int, rank: Int)] = []
        for case (let place, let heading?) in headings.enumerated() {
            if let rank = rank(heading, as: dimension) { candidates.append((place, rank)) }
        }
        guard let best = candidates.map(\.rank).min() else { return nil }
        let found = candidates.filter { $0.rank == best }
        guard found.count == 1 else {
            let names = found.compactMap { headings[$0.place]?.text }.joined(separator: "', '")
            throw Diagnostic(
                "has several columns of \(dimension.rawValue): '\(names)'",
                hint: dimension == .power ? "--power-column says which one is the board's" : "leave the board's alone")
        }
        return try column(found[0].place, rank: best, headings, as: dimension)
    }

    private static func column(
        _ place: Int, rank: Int, _ headings: [ColumnHeading?], as dimension: Dimension
    ) throws(Diagnostic) -> Column {
        guard let heading = headings[place] else { throw Diagnostic("the unit of its \(dimension.rawValue) is not clear") }
        if let unit = heading.unit {
            guard unit.dimension == dimension else {
                throw Diagnostic("the column '\(heading.text)' is in \(unit.symbol), which is no unit of \(dimension.rawValue)")
            }
            return Column(place: place, factor: unit.factor, rank: rank)
        }
        let known = names(of: dimension).union(companions)
        if let stray = heading.note ?? heading.words.first(where: { !known.contains($0) && Int($0) == nil }), !isChannel(stray, of: heading)
        {
            throw Diagnostic(
                "the unit '\(stray)' of column '\(heading.text)' is not known",
                hint: "units of \(dimension.rawValue): \(dimension.unitSymbols)")
        }
        return Column(place: place, factor: 1, rank: rank)
    }

    /// `CPU Power`: what stands before the name is no unit.
    private static func isChannel(_ word: String, of heading: ColumnHeading) -> Bool { heading.note == nil && heading.words.last != word }

    /// The lower, the surer; nil for a column that is something else.
    private static func rank(_ heading: ColumnHeading, as dimension: Dimension) -> Int? {
        let names = names(of: dimension)
        let isNamed = heading.words.contains(where: names.contains)
        let others = Dimension.allCases.filter { $0 != dimension }
        let isNamedOtherwise = !isNamed && others.contains { other in heading.words.contains(where: Self.names(of: other).contains) }
        let isOfUnit = heading.unit?.dimension == dimension
        guard isNamed || isOfUnit, !isNamedOtherwise else { return nil }
        // Extremes, limits and ratios are not what flows.
        let strange: Set = [
            "min", "max", "minimum", "maximum", "peak", "std", "deviation", "limit", "factor", "record", "threshold", "consumption", "%",
            "percent",
        ]
        if heading.words.contains(where: strange.contains) { return nil }
        // A name with a unit of something else: named here, and refused if it is the only one.
        if let unit = heading.unit, !isOfUnit { return unit.dimension == .time ? nil : 5 }
        let rest = heading.words.filter { !names.contains($0) }
        if rest.isEmpty { return isNamed || heading.words.isEmpty ? 0 : 1 }
        if rest.allSatisfy(companions.contains) { return isNamed ? 1 : 2 }
        return isNamed ? 3 : 4
    }

    /// What a column of a dimension may be called.
    private static func names(of dimension: Dimension) -> Set<String> {
        switch dimension {
        case .power: ["power", "watt", "watts", "p"]
        case .voltage: ["voltage", "volt", "volts", "vbus"]
        case .current: ["current", "amp", "amps", "ampere", "amperes", "intensity", "ibus"]
        case .energy: ["energy", "joules"]
        case .charge: ["capacity", "charge"]
        case .time, .memory, .rate, .count: []
        }
    }

    /// Words beside a name that say no more than it does.
    private static let companions: Set = [
        "mean", "avg", "average", "total", "in", "input", "main", "inst", "instant", "now", "bus", "supply", "ema",
    ]
}
