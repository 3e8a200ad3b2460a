/// What a board took while it was calibrated.
public struct MeasuredPower: Sendable, Hashable, Codable {
    public let idleWatts: Double
    /// While networks ran back to back.
    public let activeWatts: Double
    /// Standard deviation of the readings then.
    public let activeDeviationWatts: Double
    /// `ina226 (hwmon2)`, or a log's file.
    public let sensor: String
    public let measuredAt: SourcedValue.MeasuringPoint

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
