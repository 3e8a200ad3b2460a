/// What a driver tells its observer, in the order in which it happens; after the commit of what it tells.
public enum SearchEvent: Sendable {
    /// Before the first job: how many trials the run has, how many of them are finished or failed already.
    case began(trials: Int, done: Int)
    case proposed(Proposal)
    case started(trial: Int)
    case progress(trial: Int, CurvePoint)
    case finished(trial: Int, Measurement)
    case failed(trial: Int, Failure)
    /// The front of the run's objectives changed.
    case front(ParetoFront, joined: Int, left: [Int])
    /// A trial of the front was measured on the test split.
    case tested(trial: Int, accuracy: Double)
    /// A trial of the front could not be measured on the test split.
    case testFailed(trial: Int, Failure)
    /// Something the user should know, which ends nothing.
    case warning(String)
    case ended(SearchEnd)
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
