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

    public init(networks: Int, train: Int, calibrate: Int, splits: Int, result: IntervalAssessment) {
        self.networks = networks
        self.train = train
        self.calibrate = calibrate
        self.splits = splits
        self.result = result
    }

    private static let columns: [Column<IntervalReport>] = [
        Column("networks", "networks") { $0.networks },
        Column("train", "fitted on") { $0.train },
        Column("calibrate", "calibrated on") { $0.calibrate },
        Column("splits", "splits") { $0.splits },
        Column("coverage", "coverage", .percent) { $0.result.coverage },
        Column("half_width", "half-width", .percent) { $0.result.halfWidth },
    ]

    public func listing() -> Listing<IntervalReport> { Listing(Self.columns, [self]) }
}
