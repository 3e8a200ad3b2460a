internal import NAS
internal import Support

/// What the driver keeps of a trial that has no result yet, or whose weights are kept.
struct PlannedTrial {
    let number: Int
    let parent: Int?
    /// Nil where the space changed so that the trial's choices have no place in it.
    let architecture: Architecture?
    let choices: [Choice]
    let candidateID: StableHash
    let fidelity: Fidelity
    let replicate: Int
    let origin: Proposal.Origin
    /// Nil where they are not known; then no network could be built.
    let estimates: BoardEstimates?
    /// The trial whose weights it begins with.
    var inherited: Int?

    init(_ proposal: Proposal) {
        number = proposal.trial
        parent = proposal.parent
        architecture = proposal.architecture
        choices = proposal.choices
        candidateID = proposal.candidateID
        fidelity = proposal.fidelity
        replicate = proposal.replicate
        origin = proposal.origin
        estimates = proposal.estimates
    }

    init(_ record: TrialRecord, architecture: Architecture?, estimates: BoardEstimates?) {
        number = record.number
        parent = record.parent
        self.architecture = architecture
        choices = record.choices
        candidateID = record.candidateID
        fidelity = record.fidelity
        replicate = record.replicate
        origin = record.origin
        self.estimates = estimates
    }
}

extension TrainingBudget {
    /// A trial as strategy and promotions see it. One whose architecture is not of the space any more counts as failed.
    func finished(
        _ number: Int, _ architecture: Architecture?, parent: Int?, fidelity: Fidelity, replicate: Int, costs: [Double]?, excess: Double
    ) -> FinishedTrial {
        FinishedTrial(
            number: number, architecture: architecture ?? Architecture(options: []), parent: parent,
            costs: architecture == nil ? nil : costs, excess: excess, rung: rung(of: fidelity) ?? top, isRetry: replicate > 0)
    }
}
