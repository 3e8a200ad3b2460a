public import CostModel

/// How well measured networks predict each other, one row.
public struct AssessmentReport: Sendable {
    let networks: Int
    /// Networks that each model was fitted on.
    let train: Int
    let draws: Int
    let result: Assessment
    /// Spread of measurements of one network, as a share; nil where each was measured once.
    let noise: Double?

    /// Makes the report of an assessment.
    ///
    /// - Parameters:
    ///   - networks: how many networks were measured.
    ///   - train: how many of them each model was fitted on.
    ///   - draws: how often networks were drawn at random.
    ///   - result: what the assessment found.
    ///   - noise: the standard deviation of one measurement as a share; nil where each network was measured once.
    public init(networks: Int, train: Int, draws: Int, result: Assessment, noise: Double?) {
        self.networks = networks
        self.train = train
        self.draws = draws
        self.result = result
        self.noise = noise
    }

    private static let percent = CellFormat.percent(decimals: 2, missing: "")

    private static let columns: [Column<AssessmentReport>] = [
        Column("networks", "networks") { $0.networks }.ranked(.key),
        Column("train", "fitted on") { $0.train }.ranked(.useful),
        Column("draws", "draws") { $0.draws }.ranked(.useful),
        Column("mean_error", "mean error", percent) { $0.result.meanError },
        Column("standard_error", "standard error", percent) { $0.result.standardError },
        Column("within_10_percent", "within 10 %", percent) { $0.withinTenPercent },
        Column("spearman", "Spearman") { $0.result.rankCorrelation },
        Column("measurement_noise", "noise", percent) { $0.noise }.ranked(.useful),
    ]

    private var withinTenPercent: Double { Double(result.errors.count { $0 <= 0.1 }) / Double(result.errors.count) }

    /// Returns the report as a listing of one row.
    public func listing() -> Listing<AssessmentReport> { Listing(Self.columns, [self]) }
}
