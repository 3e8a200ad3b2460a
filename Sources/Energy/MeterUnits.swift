internal import Support
internal import Tables

/// Units that stand in a column of their own, `2000.0,mW`, or in a row below the headings.
enum MeterUnits {
    /// What a row of units says, without brackets; nil where the fields are no such row.
    static func row(_ fields: [String]) -> [String]? {
        let cells = fields.map { cell in
            let isBracketed = ["()", "[]"].contains("\(cell.prefix(1))\(cell.suffix(1))") && cell.count > 2
            return isBracketed ? String(cell.dropFirst().dropLast()) : cell
        }
        var known = 0
        for cell in cells where !cell.isEmpty {
            // A unit that could be two is one.
            if isUnit(cell) { known += 1 } else if cell.count > 10 || cell.contains(where: \.isNumber) { return nil }
        }
        return known > 0 ? cells : nil
    }

    private static func isUnit(_ cell: String) -> Bool {
        do throws(Diagnostic) { return try MeasurementUnit.named(cell) != nil } catch { return true }
    }

    /// The columns in the units that other columns say.
    ///
    /// - Throws: the record and a `Diagnostic` without a place where a column of units contradicts a heading or itself, or is not
    ///   understood.
    static func apply(to columns: MeterColumns, _ records: [[String]]) throws(Problem) -> MeterColumns {
        var (columns, said) = (columns, Set<Dimension>())
        for place in columns.headings.indices where columns.dimension(at: place) == nil {
            guard let (unit, dimension) = try unit(at: place, columns, records) else { continue }
            let own = columns.unit(of: dimension)
            if let own, own.factor != unit.factor {
                throw Problem(
                    record: 0,
                    "column '\(columns.names[place])' says \(unit.symbol) where \(said.contains(dimension) ? "another one" : "the heading") "
                        + "says \(own.symbol)")
            }
            columns.setUnit(unit)
            said.insert(dimension)
        }
        return columns
    }

    struct Problem: Error {
        let record: Int
        let diagnostic: Diagnostic

        init(record: Int, _ message: String, hint: String? = "write the unit into the heading, such as power_mW") {
            (self.record, diagnostic) = (record, Diagnostic(message, hint: hint))
        }
    }

    /// The one unit that a column's cells say, and of which dimension's column; nil for a column of something else.
    private static func unit(
        at place: Int, _ columns: MeterColumns, _ records: [[String]]
    ) throws(Problem) -> (unit: MeasurementUnit, dimension: Dimension)? {
        let words = columns.names[place].lowercased().split { !$0.isLetter }.map(String.init)
        let isCalled = words.isEmpty || words.contains(where: MeterNames.units.contains)
        guard let first = records.firstIndex(where: { $0.count > place && !$0[place].isEmpty }) else { return nil }
        let text = records[first][place]
        let neighbour = place > 0 ? columns.dimension(at: place - 1) : nil
        let named = Dimension.allCases.first { dimension in
            words.contains(dimension.rawValue) || words.contains(where: MeterNames.names(of: dimension).contains)
        }
        var unit: MeasurementUnit?
        do throws(Diagnostic) { unit = try MeasurementUnit.named(text) } catch {
            guard isCalled || neighbour != nil else { return nil }
            throw Problem(record: first, "the unit in column '\(columns.names[place])' is not clear: \(error.message)", hint: error.hint)
        }
        guard let unit, columns.has(unit.dimension) else {
            // Of another column it is none of ours.
            guard isCalled, !words.isEmpty, let owner = named ?? neighbour, columns.has(owner) else { return nil }
            throw Problem(
                record: first, "the unit '\(text)' in column '\(columns.names[place])' is not a known unit of \(owner.rawValue)",
                hint: "units of \(owner.rawValue): \(owner.unitSymbols)")
        }
        // A letter may be anything's name.
        guard isCalled || text.count > 1 else { return nil }
        // The last line may be torn.
        for row in records.indices where records[row].count >= columns.count || row + 1 < records.count {
            let cell = records[row].count > place ? records[row][place] : ""
            if cell == text { continue }
            let other = try? MeasurementUnit.named(cell)
            if other?.dimension == unit.dimension, other?.factor == unit.factor { continue }
            guard isCalled || other != nil else { return nil }
            throw Problem(record: row, "column '\(columns.names[place])' says '\(cell)', and '\(text)' in other lines")
        }
        return (unit, unit.dimension)
    }
}

extension MeterColumns {
    /// What a column is taken as; nil for one that is not read.
    fileprivate func dimension(at place: Int) -> Dimension? {
        if [power, voltage, current].contains(where: { $0?.place == place }) {
            return power?.place == place ? .power : voltage?.place == place ? .voltage : .current
        }
        switch time {
        case .number(place, _): return .time
        case .dateAndTime(let date, let time): return date == place || time == place ? .time : nil
        case .number: return nil
        }
    }

    fileprivate func has(_ dimension: Dimension) -> Bool { headings.indices.contains { self.dimension(at: $0) == dimension } }

    /// That a heading, or a column of units before, says.
    fileprivate func unit(of dimension: Dimension) -> MeasurementUnit? {
        switch dimension {
        case .power: power.flatMap { $0.isUnitSaid ? $0.unit : nil }
        case .voltage: voltage.flatMap { $0.isUnitSaid ? $0.unit : nil }
        case .current: current.flatMap { $0.isUnitSaid ? $0.unit : nil }
        case .time:
            if case .number(_, let factor?) = time { Dimension.time.units.first { $0.factor == factor } } else { nil }
        default: nil
        }
    }

    fileprivate mutating func setUnit(_ unit: MeasurementUnit) {
        func said(_ column: Column?) -> Column? {
            column.map { Column(place: $0.place, unit: unit, isUnitSaid: true, rank: $0.rank) }
        }
        switch unit.dimension {
        case .power: power = said(power)
        case .voltage: voltage = said(voltage)
        case .current: current = said(current)
        case .time: if case .number(let place, _) = time { time = .number(column: place, factor: unit.factor) }
        default: break
        }
    }
}
