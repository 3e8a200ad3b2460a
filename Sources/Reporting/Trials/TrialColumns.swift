internal import NAS
public import Search
internal import Support

/// The columns of a trial, the same in `trials`, `pareto` and `show`.
public enum TrialColumns {
    /// Returns the columns of a trial, its estimate's among them.
    ///
    /// - Parameters:
    ///   - showsTest: whether a table has the accuracy on the test split.
    ///   - showsBalanced: whether a table has the balanced accuracy beside each accuracy.
    ///   - objectives: the run's: metrics that are among them have columns.
    ///   - weightsFolder: where the run's weights are, as a person would type it.
    ///   - tests: by the trial's number, in place of the trial's own.
    public static func columns(
        showsTest: Bool = false, showsBalanced: Bool = false, objectives: [Objective] = [], weightsFolder: String,
        tests: [Int: StoreChange.Test] = [:]
    ) -> [Column<TrialRecord>] {
        let weights = Column<TrialRecord>("weights") { trial in trial.weightsFile.map { weightsFolder + "/" + $0 } }
        let showsBalanced = showsBalanced || objectives.contains(.balancedAccuracy)
        return result + [balanced(isShown: showsBalanced)] + test(isShown: showsTest, showsBalanced: showsBalanced, tests)
            + metrics.filter { objectives.contains($0.key) }.map(\.value) + [loss]
            + EstimateColumns.all.of { $0.estimate } + training + [weights] + identity
    }

    static func balanced(isShown: Bool) -> Column<TrialRecord> {
        Column("balanced_accuracy", isShown ? "balanced" : nil, .percent) { $0.balancedAccuracy }
    }

    private static func test(isShown: Bool, showsBalanced: Bool, _ tests: [Int: StoreChange.Test]) -> [Column<TrialRecord>] {
        [
            Column("test_accuracy", isShown ? "test" : nil, .percent) { tests[$0.number]?.accuracy ?? $0.testAccuracy },
            Column("test_balanced_accuracy", isShown && showsBalanced ? "test balanced" : nil, .percent) { trial in
                tests[trial.number].map(\.balancedAccuracy) ?? trial.testBalancedAccuracy
            },
        ]
    }

    static let architecture = Column<TrialRecord>("architecture", "architecture") { $0.architecture ?? "(not of this space)" }
        .shortened()

    private static let result: [Column<TrialRecord>] = [
        Column("trial", "trial") { $0.number }.ranked(.key),
        architecture,
        Column("state", "state") { $0.state.rawValue }.ranked(.useful),
        Column("accuracy", "accuracy", .percent) { $0.accuracy },
    ]

    private static let metrics: KeyValuePairs<Objective, Column<TrialRecord>> = [
        .macroF1: Column("macro_f1", "macro F1", .percent) { $0.macroF1 },
        .areaUnderROC: Column("roc_auc", "ROC AUC", .percent) { $0.areaUnderROC },
    ]

    private static let loss = Column<TrialRecord>("loss") { $0.loss }

    private static let training: [Column<TrialRecord>] = [
        Column("fidelity") { $0.fidelity.description },
        Column("parent", "parent") { $0.parent }.ranked(.detail),
        Column("seconds", "seconds", .seconds) { $0.seconds }.ranked(.detail),
    ]

    private static let identity: [Column<TrialRecord>] = [
        Column("failure") { $0.failure?.description },
        Column("network_id") { $0.networkID.description },
        Column("candidate_id") { $0.candidateID.description },
    ]
}
