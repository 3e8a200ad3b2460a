public import CostModel

/// What a network costs on each board of a run.
public struct BoardEstimates: Sendable, Hashable {
    /// The estimate on each board, in the order of the run's boards; at least one.
    public let all: [Estimate]

    /// Creates the estimates of one network.
    ///
    /// - Parameter all: one for each board, at least one.
    public init(_ all: [Estimate]) {
        precondition(!all.isEmpty, "a run is for at least one board")
        self.all = all
    }

    /// Nil where one of them is not known.
    init?(_ all: [Estimate?]) {
        let known = all.compactMap { $0 }
        guard known.count == all.count else { return nil }
        self.init(known)
    }

    /// The estimate on the run's first board, whose costs a strategy learns.
    public var first: Estimate { all[0] }

    /// The verdict of each board's budget that is best: of those that are kept, or else of all, the one of which least is used.
    ///
    /// - Parameter budgets: one for each board.
    func judged(by budgets: [Budget]) -> Verdict {
        var best = budgets[0].judge(all[0])
        for (budget, estimate) in zip(budgets, all).dropFirst() {
            let verdict = budget.judge(estimate)
            func ratio(_ verdict: Verdict) -> Double { verdict.worst?.ratio ?? 0 }
            if verdict.fits != best.fits ? verdict.fits : ratio(verdict) < ratio(best) { best = verdict }
        }
        return best
    }
}
