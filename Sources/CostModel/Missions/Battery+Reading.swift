public import Support

extension Battery {
    /// Reads the command line's values: `4000mAh@5V` or `20Wh`; ageing and efficiency as `0.85` or `85%`, 1 where nothing is said.
    ///
    /// - Throws: a `Diagnostic` without a place.
    public init(_ text: String, ageing: String? = nil, efficiency: String? = nil) throws(Diagnostic) {
        let (charge, volts, wattHours) = try Self.capacity(text)
        let left = try ageing.map(Self.ageing)
        let reaching = try efficiency.map(Self.efficiency)
        for value in [charge, volts] { try MissionReading.check(value, "--battery") }
        self.init(ampereHours: charge, volts: volts, wattHours: wattHours, capacityLeft: left ?? 1, efficiency: reaching ?? 1)
    }

    /// Returns the battery with another ageing and efficiency, where these are given; `none` is 1.
    ///
    /// - Throws: a `Diagnostic` without a place.
    public func with(ageing: String?, efficiency: String?) throws(Diagnostic) -> Battery {
        Battery(
            ampereHours: ampereHours, volts: volts, wattHours: wattHours, capacityLeft: try ageing.map(Self.ageing) ?? capacityLeft,
            efficiency: try efficiency.map(Self.efficiency) ?? self.efficiency)
    }

    private static func ageing(_ text: String) throws(Diagnostic) -> Double {
        if text == "none" { return 1 }
        return try MissionReading.share(
            text, "--ageing", hint: "the share of its capacity that the battery still has: 80% after some hundred cycles")
    }

    private static func efficiency(_ text: String) throws(Diagnostic) -> Double {
        if text == "none" { return 1 }
        return try MissionReading.share(
            text, "--efficiency", hint: "the share of the battery that reaches the board: 0.85 for a usual step-up converter")
    }

    /// A charge at a voltage; or an energy, which is held as the charge at 5 V besides.
    private static func capacity(_ text: String) throws(Diagnostic) -> (ampereHours: Double, volts: Double, wattHours: Double?) {
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
}
