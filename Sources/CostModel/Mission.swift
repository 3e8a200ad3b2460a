public import Support

/// What a battery has to carry: so many inferences a second for so many hours.
public struct Mission: Sendable, Hashable, Codable {
    /// The battery's capacity in ampere hours at `volts`; of a capacity stated as an energy, the charge at 5 V.
    public let batteryAmpereHours: Double
    /// The voltage at which the capacity is stated; 5 where it is stated as an energy.
    public let volts: Double
    /// The capacity in watt hours where it is stated as an energy; nil where it is a charge at a voltage.
    public private(set) var batteryWattHours: Double?
    /// How long the battery must last, in hours.
    public let hours: Double
    /// How many inferences run in a second.
    public let inferencesPerSecond: Double
    /// The share of the battery's energy that reaches the board's 5 V input, above 0 and at most 1: converter and usable capacity.
    public let efficiency: Double

    /// Makes a mission from numbers, with the capacity as a charge at a voltage.
    ///
    /// - Precondition: all are above zero and finite, the efficiency is at most 1.
    public init(batteryAmpereHours: Double, volts: Double, hours: Double, inferencesPerSecond: Double, efficiency: Double = 1) {
        for value in [batteryAmpereHours, volts, hours, inferencesPerSecond, efficiency] { precondition(value > 0 && value.isFinite) }
        precondition(efficiency <= 1)
        self.batteryAmpereHours = batteryAmpereHours
        self.volts = volts
        self.hours = hours
        self.inferencesPerSecond = inferencesPerSecond
        self.efficiency = efficiency
    }

    /// Reads the command line's values: `4000mAh@5V` or `20Wh`, `26` (or `26h`, `2d`), `1/s`, `0.85` (or `85%`; 1 where nothing is said).
    ///
    /// - Throws: a `Diagnostic` without a place.
    public init(battery: String, hours: String, rate: String, efficiency: String? = nil) throws(Diagnostic) {
        let (charge, volts, wattHours) = try Self.battery(battery)
        let duration = try Self.hours(hours)
        let perSecond: Double
        do throws(Diagnostic) {
            perSecond = try Dimension.rate.parse(rate)
        } catch {
            throw Diagnostic(
                "--rate: \(error.message)", hint: DecimalNumber.commaHint(rate) ?? "inferences per time: 1/s, 20/s, 6/min, 2Hz")
        }
        guard perSecond > 0 else { throw Diagnostic("--rate must be above zero, got '\(rate)'") }
        let share = try efficiency.map { text throws(Diagnostic) in try Self.efficiency(text) } ?? 1
        for (option, value) in [
            ("--battery", charge), ("--battery", volts), ("--hours", duration), ("--rate", perSecond), ("--efficiency", share),
        ] {
            guard Self.plausible.contains(value) else { throw Diagnostic("\(option) is out of any battery's range") }
        }
        self.init(batteryAmpereHours: charge, volts: volts, hours: duration, inferencesPerSecond: perSecond, efficiency: share)
        batteryWattHours = wattHours
    }

    /// Wide enough for a watch and for a ship, narrow enough that no sum of the arithmetic overflows.
    private static let plausible = 1e-9...1e9

    /// A charge at a voltage; or an energy, which is held as the charge at 5 V besides.
    private static func battery(_ text: String) throws(Diagnostic) -> (ampereHours: Double, volts: Double, wattHours: Double?) {
        let sides = text.split(separator: "@", omittingEmptySubsequences: false).map(\.trimmed)
        let capacity = sides[0]
        let unit = capacity[DecimalNumber.end(in: capacity)...].trimmed
        do throws(Diagnostic) {
            if let hint = DecimalNumber.commaHint(text) { throw Diagnostic("has a decimal comma", hint: hint) }
            if try MeasurementUnit.named(unit, in: .energy) != nil {
                guard sides.count == 1 else { throw Diagnostic("a capacity in \(unit) needs no voltage") }
                let wattHours = try Dimension.energy.parse(capacity) / 3600
                guard wattHours > 0 else { throw Diagnostic("the capacity must be above zero") }
                return (wattHours / 5, 5, wattHours)
            }
            guard sides.count == 2 else {
                throw Diagnostic(
                    "a battery needs its voltage, got '\(text)'",
                    hint: "say the voltage at which the capacity is stated: 4 Ah is 20 Wh at 5 V and 15.4 Wh at 3.85 V; "
                        + "--battery 4000mAh@5V, 4000mAh@3.85V or 20Wh")
            }
            let charge = try Dimension.charge.parse(capacity)
            let volts = try Dimension.voltage.parse(sides[1])
            guard charge > 0, volts > 0 else { throw Diagnostic("capacity and voltage must be above zero") }
            return (charge, volts, nil)
        } catch {
            throw Diagnostic(
                "--battery '\(text)': \(error.message)", hint: error.hint ?? "capacity and voltage: 4000mAh@5V, 4Ah@3.85V; or 20Wh")
        }
    }

    private static func hours(_ text: String) throws(Diagnostic) -> Double {
        let trimmed = Substring(text).trimmed
        if let plain = DecimalNumber.parse(trimmed) {
            guard plain > 0 else { throw Diagnostic("--hours must be above zero, got '\(text)'") }
            return plain
        }
        do throws(Diagnostic) {
            let seconds = try Dimension.time.parse(trimmed)
            guard seconds > 0 else { throw Diagnostic("must be above zero") }
            return seconds / 3600
        } catch {
            throw Diagnostic(
                "--hours: expected a number of hours, got '\(text)'",
                hint: DecimalNumber.commaHint(trimmed) ?? "--hours 26, --hours 90min, --hours 2d")
        }
    }

    private static func efficiency(_ text: String) throws(Diagnostic) -> Double {
        let trimmed = Substring(text).trimmed
        let percent = trimmed.hasSuffix("%")
        guard let number = DecimalNumber.parse(percent ? String(trimmed.dropLast()) : trimmed), number > 0, number <= (percent ? 100 : 1)
        else {
            throw Diagnostic(
                "--efficiency must be above 0 and at most 1, got '\(text)'",
                hint: DecimalNumber.commaHint(trimmed)
                    ?? "the share of the battery that reaches the board: 0.85 for a usual step-up converter")
        }
        return percent ? number / 100 : number
    }
}
