internal import NAS
public import Search
internal import Support

/// A trial with the trainings of its network from other seeds.
public struct RetrainedTrial: Sendable {
    /// The trial.
    public let trial: TrialRecord
    /// The trainings of its network from other seeds.
    public let retrained: Retrained
    /// Whether the trial is on the front.
    public let isOnFront: Bool

    /// Makes a row.
    public init(trial: TrialRecord, retrained: Retrained, isOnFront: Bool) {
        self.trial = trial
        self.retrained = retrained
        self.isOnFront = isOnFront
    }
}

/// The columns of networks that were trained again from other seeds.
public enum RetrainedColumns {
    /// Returns the columns behind a trial's: how many trainings are finished, the mean and deviation of their accuracies, the mean of their
    /// balanced accuracies, the means on the test split.
    ///
    /// - Parameters:
    ///   - showsTest: whether a table has the accuracy on the test split.
    ///   - showsBalanced: whether a table has the balanced accuracy beside each accuracy.
    ///   - isShown: whether a table has any of them.
    public static func statistics(showsTest: Bool, showsBalanced: Bool, isShown: Bool) -> [Column<Retrained>] {
        let (showsBalanced, showsTest) = (isShown && showsBalanced, isShown && showsTest)
        return [
            Column("retrainings", isShown ? "retrained" : nil) { $0.finished.count },
            Column("retrained_accuracy", isShown ? "mean" : nil, .percent) { $0.accuracy },
            Column("retrained_deviation", isShown ? "+-" : nil, .percent) { $0.deviation },
            Column("retrained_balanced_accuracy", showsBalanced ? "balanced mean" : nil, .percent) { $0.balancedAccuracy },
            Column("retrained_test_accuracy", showsTest ? "test mean" : nil, .percent) { $0.testAccuracy },
            Column("retrained_test_balanced_accuracy", showsTest && showsBalanced ? "test balanced mean" : nil, .percent) {
                $0.testBalancedAccuracy
            },
        ]
    }

    /// Returns the columns of `nas pareto --retrained`.
    ///
    /// - Parameters:
    ///   - showsBalanced: whether a table has the balanced accuracy beside each accuracy.
    ///   - weightsFolder: where the run's weights are, as a person would type it.
    public static func columns(showsBalanced: Bool = false, weightsFolder: String) -> [Column<RetrainedTrial>] {
        let training: [Column<RetrainedTrial>] = [
            Column("fidelity", "trained") { $0.retrained.best?.fidelity.description }.ranked(.useful),
            Column("network_id") { $0.trial.networkID.description },
            Column("candidate_id") { $0.trial.candidateID.description },
            Column("weights") { row in (row.retrained.best?.weightsFile).map { weightsFolder + "/" + $0 } },
        ]
        return network + [TrialColumns.balanced(isShown: showsBalanced).of { $0.trial }]
            + statistics(showsTest: true, showsBalanced: showsBalanced, isShown: true).of { $0.retrained }
            + EstimateColumns.all.of { $0.trial.estimate } + training
    }

    private static let network: [Column<RetrainedTrial>] = [
        Column("trial", "trial") { $0.trial.number }.ranked(.key),
        TrialColumns.architecture.of { $0.trial },
        Column("on_front", "on the front") { $0.isOnFront }.ranked(.useful),
        Column("accuracy", "accuracy", .percent) { $0.trial.accuracy },
    ]
}
