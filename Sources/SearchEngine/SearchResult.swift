public import Search

/// What a session of a search has come to, with all that earlier sessions of its run have found.
public struct SearchResult: Sendable {
    /// Why the search returned.
    public let end: SearchEnd
    /// Trials of the run that were trained.
    public let finished: Int
    /// Trials of the run that failed.
    public let failed: Int
    /// What was looked at on the way to the run's proposals, and why it was none.
    public let rejections: Rejections
    /// The Pareto front on the run's first board: trials that keep its budget, with a cost for each objective.
    public let front: ParetoFront

    init(_ driver: SearchDriver, end: SearchEnd) {
        self.end = end
        (finished, failed) = (driver.finishedCount, driver.failedCount)
        (rejections, front) = (driver.rejections, driver.front)
    }
}
