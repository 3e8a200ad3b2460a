public import CostModel
public import Search

/// A network of a front that was run on its board.
public struct VerifiedNetwork: Sendable {
    let trial: TrialRecord
    let measuredSeconds: Double
    /// The estimate of the profile that knows these measurements; nil where none was made.
    let refitted: Estimate?
    /// Whether it is on the front by that profile.
    let isOnRefittedFront: Bool

    /// Makes a row of `nas verify`.
    ///
    /// - Parameters:
    ///   - trial: with the estimate that the measurement is compared with.
    ///   - measuredSeconds: the time of one inference on the board.
    ///   - refitted: the estimate of a profile that knows these measurements; nil where none was made.
    ///   - isOnRefittedFront: whether the network is on the front by that profile.
    public init(trial: TrialRecord, measuredSeconds: Double, refitted: Estimate?, isOnRefittedFront: Bool) {
        self.trial = trial
        self.measuredSeconds = measuredSeconds
        self.refitted = refitted
        self.isOnRefittedFront = isOnRefittedFront
    }

    fileprivate var predicted: Interval? { trial.estimate?.latencySeconds }

    /// Whether the measurement lies in the estimate's interval.
    fileprivate var isWithin: Bool? { predicted.map { $0.low <= measuredSeconds && measuredSeconds <= $0.high } }
}

/// The columns of `nas verify`.
public enum VerificationColumns {
    /// Returns the columns: predicted beside measured latency.
    ///
    /// - Parameter isRefitted: whether a profile was refitted, which has columns of its own.
    public static func columns(isRefitted: Bool) -> [Column<VerifiedNetwork>] { isRefitted ? compared + refitted : compared }

    private static let compared: [Column<VerifiedNetwork>] =
        [
            Column("trial", "trial") { $0.trial.number }.ranked(.key),
            Column("architecture", "architecture") { $0.trial.architecture ?? "" }.ranked(.useful).shortened(),
            Column("accuracy", "accuracy", .percent) { $0.trial.accuracy }.ranked(.useful),
        ] + Column<Interval>.interval("predicted_ms", "predicted ms", ends: .useful, of: { $0 }, as: { $0 * 1e3 }).of { $0.predicted } + [
            Column("measured_ms", "measured ms") { $0.measuredSeconds * 1e3 },
            Column("error", "error", .deviation) { network in network.predicted.map { $0.value / network.measuredSeconds - 1 } },
            Column("within", "in interval") { $0.isWithin },
        ]

    private static let refitted: [Column<VerifiedNetwork>] = [
        Column("refitted_ms", "refitted ms") { ($0.refitted?.latencySeconds.value).map { $0 * 1e3 } },
        Column("on_refitted_front", "on the front") { $0.isOnRefittedFront },
    ]
}
