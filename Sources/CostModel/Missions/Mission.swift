public import Support

/// What a battery has to carry: so many inferences a second for so many hours, and whatever else draws power.
public struct Mission: Sendable, Hashable {
    /// The battery, with what of it reaches the board.
    public let battery: Battery
    /// How long the battery must last, in hours.
    public let hours: Double
    /// How many inferences run in a second while the board is awake.
    public let inferencesPerSecond: Double
    /// What draws power besides inferences.
    public let schedule: PowerSchedule

    /// Makes a mission from numbers.
    ///
    /// - Precondition: hours and rate are above zero and finite.
    public init(battery: Battery, hours: Double, inferencesPerSecond: Double, schedule: PowerSchedule = PowerSchedule()) {
        for value in [hours, inferencesPerSecond] { precondition(value > 0 && value.isFinite) }
        (self.battery, self.hours, self.inferencesPerSecond, self.schedule) = (battery, hours, inferencesPerSecond, schedule)
    }

    /// Makes a mission from numbers, with the capacity as a charge at a voltage, of a board that is always on.
    ///
    /// - Precondition: all are above zero and finite, the efficiency is at most 1.
    public init(batteryAmpereHours: Double, volts: Double, hours: Double, inferencesPerSecond: Double, efficiency: Double = 1) {
        self.init(
            battery: Battery(ampereHours: batteryAmpereHours, volts: volts, efficiency: efficiency), hours: hours,
            inferencesPerSecond: inferencesPerSecond)
    }

    /// Reads the command line's values: `4000mAh@5V` or `20Wh`, `26` (or `26h`, `2d`), `1/s`, `0.85` (or `85%`; 1 where nothing is said).
    ///
    /// - Throws: a `Diagnostic` without a place.
    public init(
        battery: String, hours: String, rate: String, efficiency: String? = nil, ageing: String? = nil,
        schedule: PowerSchedule = PowerSchedule()
    ) throws(Diagnostic) {
        self.init(
            battery: try Battery(battery, ageing: ageing, efficiency: efficiency), hours: try Self.hours(hours),
            inferencesPerSecond: try Self.rate(rate), schedule: schedule)
    }

    /// Reads a number of hours, or a time with its unit: `26`, `90min`, `2d`.
    ///
    /// - Throws: a `Diagnostic` without a place.
    public static func hours(_ text: String) throws(Diagnostic) -> Double {
        let trimmed = Substring(text).trimmed
        if let plain = DecimalNumber.parse(trimmed) {
            guard plain > 0 else { throw Diagnostic("--hours must be above zero, got '\(text)'") }
            try MissionReading.check(plain, "--hours")
            return plain
        }
        do throws(Diagnostic) {
            let seconds = try Dimension.time.parse(trimmed)
            guard seconds > 0 else { throw Diagnostic("must be above zero") }
            try MissionReading.check(seconds / 3600, "--hours")
            return seconds / 3600
        } catch {
            throw Diagnostic(
                "--hours: expected a number of hours, got '\(text)'",
                hint: DecimalNumber.commaHint(trimmed) ?? "--hours 26, --hours 90min, --hours 2d")
        }
    }

    /// Reads a rate above zero, in inferences a second: `1/s`, `6/min`, `2Hz`.
    ///
    /// - Throws: a `Diagnostic` without a place.
    public static func rate(_ text: String) throws(Diagnostic) -> Double {
        let perSecond: Double
        do throws(Diagnostic) {
            perSecond = try Dimension.rate.parse(text)
        } catch {
            throw Diagnostic(
                "--rate: \(error.message)", hint: DecimalNumber.commaHint(text) ?? "inferences per time: 1/s, 20/s, 6/min, 2Hz")
        }
        guard perSecond > 0 else { throw Diagnostic("--rate must be above zero, got '\(text)'") }
        try MissionReading.check(perSecond, "--rate")
        return perSecond
    }
}

extension Mission: Codable {
    private enum Key: String, CodingKey { case hours, inferencesPerSecond }

    /// Decodes what was stored: one object with the battery's numbers and the schedule's beside the mission's own.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        hours = try container.decode(Double.self, forKey: .hours)
        inferencesPerSecond = try container.decode(Double.self, forKey: .inferencesPerSecond)
        battery = try Battery(from: decoder)
        schedule = try PowerSchedule(from: decoder)
    }

    /// Encodes the mission as one object.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(hours, forKey: .hours)
        try container.encode(inferencesPerSecond, forKey: .inferencesPerSecond)
        try battery.encode(to: encoder)
        try schedule.encode(to: encoder)
    }
}
