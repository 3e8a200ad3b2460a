/// A battery: its capacity, and what of that reaches the board.
public struct Battery: Sendable, Hashable, CustomStringConvertible {
    /// The capacity in ampere hours at `volts`; of a capacity stated as an energy, the charge at 5 V.
    public let ampereHours: Double
    /// The voltage at which the capacity is stated; 5 where it is stated as an energy.
    public let volts: Double
    /// The capacity in watt hours where it is stated as an energy; nil where it is a charge at a voltage.
    public let wattHours: Double?
    /// The share of the capacity that an aged battery still has, above 0 and at most 1.
    public let capacityLeft: Double
    /// The share of the battery's energy that reaches the board's 5 V input, above 0 and at most 1: converter and usable capacity.
    public let efficiency: Double

    /// Makes a battery from its charge at a voltage.
    ///
    /// - Precondition: all are above zero and finite, the shares are at most 1.
    public init(ampereHours: Double, volts: Double, capacityLeft: Double = 1, efficiency: Double = 1) {
        self.init(ampereHours: ampereHours, volts: volts, wattHours: nil, capacityLeft: capacityLeft, efficiency: efficiency)
    }

    /// Makes a battery from its energy in watt hours.
    ///
    /// - Precondition: all are above zero and finite, the shares are at most 1.
    public init(wattHours: Double, capacityLeft: Double = 1, efficiency: Double = 1) {
        self.init(ampereHours: wattHours / 5, volts: 5, wattHours: wattHours, capacityLeft: capacityLeft, efficiency: efficiency)
    }

    init(ampereHours: Double, volts: Double, wattHours: Double?, capacityLeft: Double, efficiency: Double) {
        for value in [ampereHours, volts, wattHours ?? 1, capacityLeft, efficiency] { precondition(value > 0 && value.isFinite) }
        precondition(capacityLeft <= 1 && efficiency <= 1)
        (self.ampereHours, self.volts, self.wattHours) = (ampereHours, volts, wattHours)
        (self.capacityLeft, self.efficiency) = (capacityLeft, efficiency)
    }

    /// The energy that reaches the board, in joules.
    public var joules: Double { (wattHours ?? ampereHours * volts) * 3600 * efficiency * capacityLeft }

    /// The energy in words, with its arithmetic: `72,000 J = 4,000/1000 Ah x 5.00 V x 3600 x 1.00 efficiency`.
    public var description: String {
        let capacity =
            wattHours.map { "\(number($0, digits: 2)) Wh" } ?? "\(number(ampereHours * 1000))/1000 Ah x \(number(volts, digits: 2)) V"
        let aged = capacityLeft == 1 ? "" : " x \(number(capacityLeft, digits: 2)) left by ageing"
        return "\(number(joules)) J = \(capacity) x 3600 x \(number(efficiency, digits: 2)) efficiency\(aged)"
    }
}

// Beside the other numbers of a mission, as databases have held them from the beginning.
extension Battery: Codable {
    private enum Key: String, CodingKey {
        case ampereHours = "batteryAmpereHours"
        case volts
        case wattHours = "batteryWattHours"
        case capacityLeft
        case efficiency
    }

    /// Decodes what was stored; without `capacityLeft` the battery is new.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        ampereHours = try container.decode(Double.self, forKey: .ampereHours)
        volts = try container.decode(Double.self, forKey: .volts)
        wattHours = try container.decodeIfPresent(Double.self, forKey: .wattHours)
        capacityLeft = try container.decodeIfPresent(Double.self, forKey: .capacityLeft) ?? 1
        efficiency = try container.decode(Double.self, forKey: .efficiency)
    }

    /// Encodes the battery, without what it has not.
    public func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        try container.encode(ampereHours, forKey: .ampereHours)
        try container.encode(volts, forKey: .volts)
        try container.encodeIfPresent(wattHours, forKey: .wattHours)
        if capacityLeft != 1 { try container.encode(capacityLeft, forKey: .capacityLeft) }
        try container.encode(efficiency, forKey: .efficiency)
    }
}
