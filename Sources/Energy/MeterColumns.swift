internal import Support
internal import Tables

/// Which columns of a meter's log are the time and the power, or the voltage and the current.
///
/// A heading says what a column is by its unit, `Main(mA)`, or by its name, `watts`, `Total Power`. A name without any unit is in the unit
/// that a column of units says (`MeterUnits`), else in the base unit: second, watt, volt, ampere.
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
        let unit: MeasurementUnit
        /// Whether the heading says the unit.
        let isUnitSaid: Bool
        /// The lower, the surer that it is this.
        let rank: Int
        var factor: Double { unit.factor }
    }

    let names: [String]
    let headings: [ColumnHeading?]
    var time: Time
    /// A column that counts samples beside a clock: `start_time(samples)`.
    let counter: Int?
    var power: Column?
    var voltage: Column?
    var current: Column?
    var count: Int { names.count }

    /// Nil where the fields are no heading of a log.
    ///
    /// - Parameters:
    ///   - units: what a row of units below the names says of each, empty where it says nothing.
    ///   - powerColumn: the heading of the power, where it is not to be looked for.
    /// - Throws: a `Diagnostic` without a place where a column's unit is not known, or several columns might be meant.
    init?(_ fields: [String], units: [String]? = nil, powerColumn: String? = nil) throws(Diagnostic) {
        // Numbers are no headings.
        guard fields.contains(where: { $0.contains(where: \.isLetter) }), !fields.contains(where: { DecimalNumber.parse($0) != nil }) else {
            return nil
        }
        let texts = units.map { zip(fields, $0).map { $1.isEmpty ? $0 : "\($0) (\($1))" } } ?? fields
        let (headings, problems) = Self.headings(texts)
        guard let time = Self.time(headings) else {
            if let problem = problems.first?.problem { throw problem }
            return nil
        }
        var power: Column?
        if let powerColumn {
            guard let place = fields.firstIndex(of: powerColumn) else { return nil }
            guard fields.lastIndex(of: powerColumn) == place else {
                throw Diagnostic("has several columns '\(powerColumn)' (--power-column)", hint: "rename the board's")
            }
            power = try Self.column(place, rank: 0, headings, as: .power)
        } else {
            // The board's may be the very one that cannot be read.
            if let (_, problem) = problems.first(where: { Self.isPower(texts[$0.place]) }) { throw problem }
            power = try Self.find(.power, headings)
        }
        let voltage = try Self.find(.voltage, headings)
        let current = try Self.find(.current, headings)
        guard power != nil || (voltage != nil && current != nil) else {
            if let problem = problems.first?.problem { throw problem }
            return nil
        }
        try Self.check(time, fields, headings)
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
        (names, self.headings, self.time, self.power, self.voltage, self.current) = (fields, headings, time, power, voltage, current)
        counter = headings.firstIndex { $0?.note?.lowercased() == "samples" && $0?.words.contains("time") == true }
    }

    /// Nil for those that cannot be read, with why.
    private static func headings(_ texts: [String]) -> ([ColumnHeading?], problems: [(place: Int, problem: Diagnostic)]) {
        var headings: [ColumnHeading?] = []
        var problems: [(place: Int, problem: Diagnostic)] = []
        for (place, text) in texts.enumerated() {
            do throws(Diagnostic) { headings.append(try ColumnHeading(text)) } catch {
                headings.append(nil)
                problems.append((place, error))
            }
        }
        return (headings, problems)
    }

    /// Whether a heading that cannot be read names a power.
    private static func isPower(_ text: String) -> Bool {
        let words = Set(text.lowercased().split { !$0.isLetter }.map(String.init))
        return !words.isDisjoint(with: MeterNames.names(of: .power)) && words.isDisjoint(with: MeterNames.strange)
    }

    /// What to say of powers that no board takes; nil where there are none.
    func warning(powers samples: [PowerTrace.Sample], file: String) -> Diagnostic? {
        let read = power.map { [$0] } ?? [voltage, current].compactMap { $0 }
        return PowerTrace.warning(
            powers: samples.map(\.watts), readAs: read.map { "'\(names[$0.place])' was read in \($0.unit.symbol)" }.joined(separator: ", "),
            file: file)
    }

    // MARK: Time

    private static func check(_ time: Time, _ fields: [String], _ headings: [ColumnHeading?]) throws(Diagnostic) {
        guard case .number(let place, let factor) = time, let heading = headings[place] else { return }
        guard fields.firstIndex(of: fields[place]) == fields.lastIndex(of: fields[place]) else {
            throw Diagnostic("has several columns '\(fields[place])'", hint: "keep only the right one")
        }
        let known = MeterNames.times.union(MeterNames.timeCompanions)
        let stray: String?
        if factor == nil {
            // What stands before the name is whose time it is.
            let name = heading.words.lastIndex(where: MeterNames.times.contains) ?? 0
            stray = heading.words[name...].first { !known.contains($0) }
        } else {
            stray = heading.behind.first { !known.contains($0) && !MeterNames.companions.contains($0) }
        }
        guard let stray else { return }
        throw Diagnostic(
            "the unit '\(stray)' of column '\(heading.text)' is not known", hint: "units of time: \(Dimension.time.unitSymbols)")
    }

    private static func time(_ headings: [ColumnHeading?]) -> Time? {
        var best: (place: Int, rank: Int, factor: Double?)?
        for case (let place, let heading?) in headings.enumerated() {
            guard let rank = timeRank(heading), rank < best?.rank ?? .max else { continue }
            best = (place, rank, heading.unit?.factor)
        }
        guard let best else { return nil }
        let words = headings.map { $0?.words ?? [] }
        if let date = words.firstIndex(where: { $0 == ["date"] || $0 == ["datum"] }),
            let time = words.firstIndex(where: { $0 == ["time"] || $0 == ["zeit"] || $0 == ["uhrzeit"] }), headings[time]?.unit == nil
        {
            return .dateAndTime(date: date, time: time)
        }
        return .number(column: best.place, factor: best.factor)
    }

    /// The lower, the surer; nil for a column that is no time.
    private static func timeRank(_ heading: ColumnHeading) -> Int? {
        if let unit = heading.unit, unit.dimension != .time { return nil }
        // Counts of samples and the like.
        if let note = heading.note, !["iso", "utc", "local", "hh:mm:ss"].contains(note.lowercased()) { return nil }
        let isNamed = heading.words.contains(where: MeterNames.times.contains)
        guard isNamed || heading.unit != nil else { return nil }
        if heading.words.allSatisfy(MeterNames.times.contains) { return 0 }
        if isNamed { return heading.words.allSatisfy { MeterNames.times.contains($0) || MeterNames.timeCompanions.contains($0) } ? 1 : 3 }
        return heading.words.isEmpty ? 0 : 3
    }

    /// What a heading says besides what is measured and how: `main`, `usb`.
    private static func channel(_ heading: ColumnHeading?) -> Set<String> {
        let said = MeterNames.names(of: .voltage).union(MeterNames.names(of: .current)).union(MeterNames.companions).subtracting(["main"])
        return Set(heading?.words ?? []).subtracting(said).subtracting(["u", "v", "i"])
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
                hint: dimension == .power ? "--power-column says which one is the board's" : "keep only the board's")
        }
        return try column(found[0].place, rank: best, headings, as: dimension)
    }

    private static func column(
        _ place: Int, rank: Int, _ headings: [ColumnHeading?], as dimension: Dimension
    ) throws(Diagnostic) -> Column {
        guard let heading = headings[place] else { throw Diagnostic("the unit of its \(dimension.rawValue) is not clear") }
        let stray: String?
        if let unit = heading.unit {
            guard unit.dimension == dimension else {
                throw Diagnostic("the column '\(heading.text)' is in \(unit.symbol), which is not a unit of \(dimension.rawValue)")
            }
            stray = heading.behind.first { !MeterNames.isHarmless($0, behind: dimension) }
            if let stray {
                throw Diagnostic(
                    "the column '\(heading.text)' has '\(stray)' behind its unit \(unit.symbol), which is not understood",
                    hint: "write the unit last, and one of: \(dimension.unitSymbols)")
            }
        } else {
            stray = heading.note ?? strayWord(heading.words, dimension)
        }
        if let stray {
            throw Diagnostic(
                "the unit '\(stray)' of column '\(heading.text)' is not known",
                hint: "units of \(dimension.rawValue): \(dimension.unitSymbols)")
        }
        let unit = heading.unit ?? dimension.units[0]
        return Column(place: place, unit: unit, isUnitSaid: heading.unit != nil, rank: rank)
    }

    /// Returns a word of a heading without a unit that may be a unit that is not known. Before the name stands whose it is, `CPU Power`.
    private static func strayWord(_ words: [String], _ dimension: Dimension) -> String? {
        let name = words.lastIndex(where: MeterNames.names(of: dimension).contains) ?? -1
        for (place, word) in words.enumerated() where !MeterNames.isHarmless(word, behind: dimension) {
            if place > name || (word.count > 1 && (try? MeasurementUnit.named(word)) != nil) { return word }
        }
        return nil
    }

    /// The lower, the surer; nil for a column that is something else.
    private static func rank(_ heading: ColumnHeading, as dimension: Dimension) -> Int? {
        let names = MeterNames.names(of: dimension, in: heading)
        let isNamed = heading.words.contains(where: names.contains)
        let others = Dimension.allCases.filter { $0 != dimension }
        let isNamedOtherwise = !isNamed && others.contains { other in heading.words.contains(where: MeterNames.names(of: other).contains) }
        let isOfUnit = heading.unit?.dimension == dimension
        guard isNamed || isOfUnit, !isNamedOtherwise else { return nil }
        if heading.words.contains(where: MeterNames.strange.contains) { return nil }
        // A name with a unit of something else: named here, and refused if it is the only one.
        if let unit = heading.unit, !isOfUnit { return unit.dimension == .time ? nil : 5 }
        let rest = heading.words.filter { !names.contains($0) }
        if rest.isEmpty { return isNamed || heading.words.isEmpty ? 0 : 1 }
        // What is called the whole is the board's, whatever stands beside it.
        if isNamed, rest.contains(where: MeterNames.wholes.contains), rest.allSatisfy(MeterNames.companions.contains) { return -1 }
        if rest.allSatisfy(MeterNames.companions.contains) { return isNamed ? 1 : 2 }
        return isNamed ? 3 : 4
    }
}
