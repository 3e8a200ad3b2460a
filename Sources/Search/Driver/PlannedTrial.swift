internal import CostModel
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
    let estimate: Estimate?

    init(_ proposal: Proposal) {
        number = proposal.trial
        parent = proposal.parent
        architecture = proposal.architecture
        choices = proposal.choices
        fidelity = proposal.fidelity
        replicate = proposal.replicate
        estimate = proposal.estimate
    }

    init(_ record: TrialRecord, architecture: Architecture?, estimate: Estimate?) {
        number = record.number
        parent = record.parent
        self.architecture = architecture
        choices = record.choices
        fidelity = record.fidelity
        replicate = record.replicate
        self.estimate = estimate
    }

    /// A trial as the strategy sees it. One whose architecture is not of this space counts as failed.
    func finished(costs: [Double]?) -> FinishedTrial {
        FinishedTrial(
            number: number, architecture: architecture ?? Architecture(options: []), parent: parent,
            costs: architecture == nil ? nil : costs)
    }
}
