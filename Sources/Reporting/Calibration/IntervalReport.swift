public import CostModel

/// How wide a calibration's 90 % intervals are and how often they hold, one row.
public struct IntervalReport: Sendable {
    let networks: Int
    /// Networks that each model was fitted on.
    let train: Int
    /// Further networks that the intervals were made from.
    let calibrate: Int
    let splits: Int
    let result: IntervalAssessment

    /// Makes the report of intervals over random splits.
    ///
    /// - Parameters:
    ///   - networks: how many networks were measured.
    ///   - train: how many of them each model was fitted on.
    ///   - calibrate: how many further networks the intervals were made from; the rest were tested.
    ///   - splits: how many random splits there were.
    ///   - result: what the assessment of the intervals found.
    public init(networks: Int, train: Int, calibrate: Int, splits: Int, result: IntervalAssessment) {
        self.networks = networks
        self.train = train
        self.calibrate = calibrate
        self.splits = splits
        self.result = result
    }

    private static let columns: [Column<IntervalReport>] = [
        Column("networks", "networks") { $0.networks }.ranked(.key),
        Column("train", "fitted on") { $0.train }.ranked(.useful),
        Column("calibrate", "calibrated on") { $0.calibrate }.ranked(.useful),
        Column("splits", "splits") { $0.splits }.ranked(.useful),
        Column("coverage", "coverage", .percent) { $0.result.coverage },
        Column("half_width", "half-width", .percent) { $0.result.halfWidth },
    ]

    /// Returns the report as a listing of one row.
    public func listing() -> Listing<IntervalReport> { Listing(Self.columns, [self]) }
}
