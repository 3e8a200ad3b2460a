/// What a board took while it was calibrated.
public struct MeasuredPower: Sendable, Hashable, Codable {
    /// The mean power at rest, in watts.
    public let idleWatts: Double
    /// The mean power while networks ran back to back, in watts.
    public let activeWatts: Double
    /// The standard deviation of the readings while networks ran, in watts.
    public let activeDeviationWatts: Double
    /// The name of the sensor, such as `ina226 (hwmon2)`, or a log's file.
    public let sensor: String
    /// Where the power was measured.
    public let measuredAt: SourcedValue.MeasuringPoint

    /// Makes a power from means of readings, in watts.
    public init(
        idleWatts: Double, activeWatts: Double, activeDeviationWatts: Double, sensor: String, measuredAt: SourcedValue.MeasuringPoint
    ) {
        (self.idleWatts, self.activeWatts, self.activeDeviationWatts) = (idleWatts, activeWatts, activeDeviationWatts)
        (self.sensor, self.measuredAt) = (sensor, measuredAt)
    }

    /// Whether it can stand for the board file's power, which is that at the 5 V input.
    var isAtTheInput: Bool { measuredAt == .input }

    var isPossible: Bool {
        [idleWatts, activeWatts, activeDeviationWatts].allSatisfy { (0...100_000).contains($0) } && activeWatts > idleWatts
    }

    var idle: SourcedValue { SourcedValue(idleWatts, source: sensor, measuredAt: measuredAt) }

    /// Nine of ten readings lie within, were they normally distributed.
    var active: SourcedValue {
        let half = 1.645 * activeDeviationWatts
        return SourcedValue(
            activeWatts, low: max(activeWatts - half, idleWatts), high: activeWatts + half, source: sensor, measuredAt: measuredAt)
    }
}
