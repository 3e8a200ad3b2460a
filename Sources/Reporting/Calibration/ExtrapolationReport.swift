public import CostModel

/// How well networks predict faster or slower ones, one row.
public struct ExtrapolationReport: Sendable {
    let side: Extrapolation
    let result: ExtrapolationAssessment

    /// Makes the report of an assessment.
    ///
    /// - Parameters:
    ///   - side: where the tested networks lie beside those that were fitted.
    ///   - result: what the assessment found.
    public init(towards side: Extrapolation, _ result: ExtrapolationAssessment) { (self.side, self.result) = (side, result) }

    private static let columns: [Column<ExtrapolationReport>] = [
        Column("extrapolate", "extrapolate") { $0.side.rawValue },
        Column("train", "fitted on") { $0.result.fitted },
        Column("networks", "tested") { $0.result.tested },
        Column("mean_error", "mean error", .percent) { $0.result.meanError },
        Column("median_ratio", "predicted / measured") { $0.result.medianRatio },
        Column("coverage", "coverage", .percent) { $0.result.coverage },
        Column("median_width", "high / low") { $0.result.medianWidth },
        Column("largest_width", "largest") { $0.result.largestWidth },
    ]

    /// Returns the report as a listing of one row.
    public func listing() -> Listing<ExtrapolationReport> { Listing(Self.columns, [self]) }
}
