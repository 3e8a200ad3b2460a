internal import NAS
public import Search
internal import Support

/// The columns of a trial, the same in `trials`, `pareto` and `show`.
public enum TrialColumns {
    /// Returns the columns of a trial, its estimate's among them.
    ///
    /// - Parameters:
    ///   - showsTest: whether a table has the accuracy on the test split.
    ///   - weightsFolder: where the run's weights are, as a person would type it.
    ///   - testAccuracies: by the trial's number, in place of the trial's own.
    public static func columns(
        showsTest: Bool = false, weightsFolder: String, testAccuracies: [Int: Double] = [:]
    ) -> [Column<TrialRecord>] {
        let test = Column<TrialRecord>("test_accuracy", showsTest ? "test" : nil, .percent) { trial in
            testAccuracies[trial.number] ?? trial.testAccuracy
        }
        let weights = Column<TrialRecord>("weights") { trial in trial.weightsFile.map { weightsFolder + "/" + $0 } }
        return result + [test, loss] + EstimateColumns.all.of { $0.estimate } + training + [weights] + identity
    }

    static let architecture = Column<TrialRecord>("architecture", "architecture") { $0.architecture ?? "(not of this space)" }
        .shortened()

    private static let result: [Column<TrialRecord>] = [
        Column("trial", "trial") { $0.number }.ranked(.key),
        architecture,
        Column("state", "state") { $0.state.rawValue }.ranked(.useful),
        Column("accuracy", "accuracy", .percent) { $0.accuracy },
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
