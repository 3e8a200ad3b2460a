internal import NAS

/// What the driver keeps of a trial that has no result yet, or is on the front.
struct PlannedTrial {
    let number: Int
    let parent: Int?
    /// Nil where the space changed so that the trial's choices have no place in it.
    let architecture: Architecture?
    let choices: [Choice]
    let fidelity: Fidelity
    let replicate: Int
    /// Nil where they are not known; then no network could be built.
    let estimates: BoardEstimates?

    init(_ proposal: Proposal) {
        number = proposal.trial
        parent = proposal.parent
        architecture = proposal.architecture
        choices = proposal.choices
        fidelity = proposal.fidelity
        replicate = proposal.replicate
        estimates = proposal.estimates
    }

    init(_ record: TrialRecord, architecture: Architecture?, estimates: BoardEstimates?) {
        number = record.number
        parent = record.parent
        self.architecture = architecture
        choices = record.choices
        fidelity = record.fidelity
        replicate = record.replicate
        self.estimates = estimates
    }

    /// A trial as the strategy sees it. One whose architecture is not of this space counts as failed.
    func finished(costs: [Double]?, use: BudgetUse?) -> FinishedTrial {
        FinishedTrial(
            number: number, architecture: architecture ?? Architecture(options: []), parent: parent,
            costs: architecture == nil ? nil : costs, excess: use?.excess ?? 0)
    }
}
