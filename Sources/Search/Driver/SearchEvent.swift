public import NAS

/// What a driver tells its observer, in the order in which it happens; after the commit of what it tells.
public enum SearchEvent: Sendable {
    /// The search begins; sent before the first job.
    case began(SearchProgress)
    /// A trial was proposed and stored.
    case proposed(Proposal)
    /// A trial's training to this fidelity is given to a worker.
    case started(trial: Int, Fidelity)
    /// A trial under way has reached another point of its learning curve.
    case progress(trial: Int, CurvePoint)
    /// A trial was trained and measured.
    case finished(trial: Int, Measurement)
    /// A trial failed.
    case failed(trial: Int, Failure)
    /// A trial is done, whatever came of it: how far the search is now.
    case advanced(SearchProgress)
    /// A trial joined the front of at least one board. The front is the first board's; `left` are trials that are on no front any more.
    case front(ParetoFront, joined: Int, left: [Int])
    /// The search is done; this many trainings of its best follow.
    case beganRetraining(trainings: Int)
    /// A network was trained anew, or that training failed.
    case retrained(Retraining)
    /// This many networks of the front are trained again, for their weights are not there.
    case beganMakingUpForWeights(trainings: Int)
    /// A trial of the front was measured on the test split.
    case tested(trial: Int, accuracy: Double)
    /// A trial of the front could not be measured on the test split.
    case testFailed(trial: Int, Failure)
    /// Something the user should know, which ends nothing.
    case warning(String)
    /// The search is over; everything that came of it is stored.
    case ended(SearchEnd)
}

/// How far a run is.
public struct SearchProgress: Sendable, Hashable {
    /// Training done so far, in trainings to the run's fidelity.
    public let done: Double
    /// All training that the run is to do, in trainings to its fidelity: its number of trials.
    public let total: Double
    /// Trials with a measurement.
    public let finished: Int
    /// Trials that failed.
    public let failed: Int
    /// The best validation accuracy (0 to 1) of trials of the run's fidelity that keep the budget; nil while there is none.
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
    /// The time it was given is up. Trials under way go on from their checkpoints when it is resumed.
    case timeUp
}
