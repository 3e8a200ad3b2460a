internal import Tables

/// Reads the rows of a meter's log, one after the other.
struct MeterRowReader {
    private let columns: MeterColumns
    private let mark: DecimalMark
    private var clock = ClockSequence()
    private var isFirst = true
    /// The factor from a time without a unit to seconds, once a row was read.
    private var factor: Double?
    /// Whether times are moments of a clock or a calendar, rather than seconds of the log.
    private(set) var isClock = false
    private(set) var isDayUncertain = false
    /// What the column that counts samples says in each row.
    private var counts: [Double] = []

    init(_ columns: MeterColumns, _ mark: DecimalMark) { (self.columns, self.mark) = (columns, mark) }

    /// Nil where the fields are no numbers.
    mutating func sample(_ fields: [String]) -> (seconds: Double, watts: Double)? {
        // A separator at the end of each line opens a field of nothing.
        guard fields.count >= columns.count, fields.dropFirst(columns.count).allSatisfy(\.isEmpty) else { return nil }
        guard let watts = watts(fields), let seconds = seconds(fields) else { return nil }
        if let counter = columns.counter, let count = mark.number(fields[counter]) { counts.append(count) }
        return (seconds, watts)
    }

    /// The samples' times; where the clock does not go on and samples were counted, by their number, at the rate that the clock has over
    /// its longest stretch.
    func timed(_ samples: [(seconds: Double, watts: Double)]) -> [(seconds: Double, watts: Double)] {
        let goesOn = zip(samples, samples.dropFirst()).allSatisfy { $0.seconds < $1.seconds }
        guard isClock, !goesOn, counts.count == samples.count, zip(counts, counts.dropFirst()).allSatisfy(<) else { return samples }
        var (start, longest) = (0, 0..<1)
        for index in samples.indices {
            if index > 0, samples[index].seconds < samples[index - 1].seconds { start = index }
            if index + 1 - start > longest.count { longest = start..<index + 1 }
        }
        let (first, last) = (longest.lowerBound, longest.upperBound - 1)
        let seconds = samples[last].seconds - samples[first].seconds
        guard seconds > 0 else { return samples }
        let rate = seconds / (counts[last] - counts[first])
        return zip(counts, samples).map { (samples[0].seconds + ($0 - counts[0]) * rate, $1.watts) }
    }

    private func watts(_ fields: [String]) -> Double? {
        func value(_ column: MeterColumns.Column) -> Double? { mark.number(fields[column.place]).map { $0 * column.factor } }
        // A supply's own power has more digits than the product of its voltage and current.
        if let power = columns.power { return value(power) }
        guard let voltage = columns.voltage, let current = columns.current, let volts = value(voltage), let amperes = value(current) else {
            return nil
        }
        return volts * amperes
    }

    private mutating func seconds(_ fields: [String]) -> Double? {
        switch columns.time {
        case .dateAndTime(let date, let time):
            // Some write both into the first of the two.
            if let moment = ClockTime(fields[date]) { return seconds(of: moment) }
            guard let day = ClockTime.day(fields[date]), let moment = ClockTime(fields[time]), !moment.hasDate,
                moment.seconds <= 86400
            else { return nil }
            if day.isUncertain { isDayUncertain = true }
            isClock = true
            return day.seconds + moment.seconds
        case .number(let place, let factor):
            if let moment = ClockTime(fields[place]) { return seconds(of: moment) }
            guard let number = mark.number(fields[place]) else { return nil }
            let seconds = number * (factor ?? self.factor ?? Self.epochFactor(number))
            if factor == nil, self.factor == nil { self.factor = Self.epochFactor(number) }
            if isFirst { isClock = seconds > Self.epoch }
            isFirst = false
            return seconds
        }
    }

    private mutating func seconds(of moment: ClockTime) -> Double {
        isClock = true
        if moment.isDayUncertain { isDayUncertain = true }
        isFirst = false
        return clock.seconds(of: moment)
    }

    /// Three years: no log is that long, and no clock since 1973 shows less.
    private static let epoch = 1e8

    /// Seconds, milliseconds, microseconds or nanoseconds since 1970, told by their size: no two of them overlap between 1973 and 5138.
    static func epochFactor(_ number: Double) -> Double {
        switch number {
        case 1e17...: 1e-9
        case 1e14...: 1e-6
        case 1e11...: 1e-3
        default: 1
        }
    }
}
