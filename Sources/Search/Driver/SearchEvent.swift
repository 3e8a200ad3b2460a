public import NAS

/// What a driver tells its observer, in the order in which it happens; after the commit of what it tells.
public enum SearchEvent: Sendable {
    /// Before the first job.
    case began(SearchProgress)
    case proposed(Proposal)
    case started(trial: Int, Fidelity)
    case progress(trial: Int, CurvePoint)
    case finished(trial: Int, Measurement)
    case failed(trial: Int, Failure)
    /// A trial is done.
    case advanced(SearchProgress)
    /// The front of the run's objectives changed.
    case front(ParetoFront, joined: Int, left: [Int])
    /// The search is done; so many trainings of its best follow.
    case beganRetraining(trainings: Int)
    case retrained(Retraining)
    /// Networks of the front whose weights are not there are trained again.
    case beganMakingUpForWeights(trainings: Int)
    /// A trial of the front was measured on the test split.
    case tested(trial: Int, accuracy: Double)
    /// A trial of the front could not be measured on the test split.
    case testFailed(trial: Int, Failure)
    /// Something the user should know, which ends nothing.
    case warning(String)
    case ended(SearchEnd)
}

/// How far a run is.
public struct SearchProgress: Sendable, Hashable {
    /// In trainings to the run's fidelity.
    public let done: Double
    public let total: Double
    /// Trials.
    public let finished: Int
    public let failed: Int
    /// The best accuracy of those that were trained to the run's fidelity, and keep the budget.
    public let best: Double?
    /// Networks on the front of the run's first board.
    public let frontSize: Int
}

/// Why a search returned. Whatever it is, the database can be resumed.
public enum SearchEnd: Sendable, Hashable {
    /// All trials of the run are done.
    case trialsDone
    /// There is nothing more to propose; all proposed trials are done.
    case exhausted(Exhaustion)
    /// It was asked to stop. Trials under way go on from their checkpoints when it is resumed.
    case interrupted
    case timeUp
}
