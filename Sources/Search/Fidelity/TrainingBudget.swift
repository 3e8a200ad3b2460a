internal import NAS

/// What a run's training is spent on, in epochs or steps.
struct TrainingBudget: Sendable, Hashable {
    /// What the search may take. It ends with the trial that reaches it.
    let search: Int
    /// Fidelities of the search, ascending; the run's own is the last.
    let rungs: [Int]
    /// To how much the best are trained anew.
    let retrainingLength: Int
    private let retrainingShare: Double

    /// - Parameter trials: in trainings to the run's fidelity.
    init(trials: Int, fidelity: Fidelity, plan: TrainingPlan) {
        let (total, isTooMuch) = trials.multipliedReportingOverflow(by: fidelity.count)
        search = isTooMuch ? Int.max : total
        rungs = plan.rungs + [fidelity.count]
        (retrainingLength, retrainingShare) = (fidelity.count * plan.retrainingLength, plan.retrainingShare)
    }

    /// Without an end.
    init(fidelity: Fidelity) {
        self.init(trials: .max, fidelity: fidelity, plan: TrainingPlan())
    }

    /// How many trainings of the best are their share, where the search has taken so much.
    func retrainings(afterSearchOf spent: Int) -> Int {
        Int((Double(spent) * retrainingShare / (1 - retrainingShare) / Double(retrainingLength)).rounded(.down))
    }

    var top: Int { rungs.count - 1 }

    /// What a trial on a rung takes: from the second on, its parent is trained on.
    func cost(ofRung rung: Int) -> Int { rung == 0 ? rungs[0] : rungs[rung] - rungs[rung - 1] }

    /// Nil for a fidelity that is none of the search's.
    func rung(of fidelity: Fidelity) -> Int? { rungs.firstIndex(of: fidelity.count) }
}
