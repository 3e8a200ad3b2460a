public import CostModel
public import NAS

/// The gate before training: what a network is estimated to cost, and whether that keeps the budget; on one board or on several.
public struct CostFilter: Sendable {
    public let estimator: any CostEstimator
    public let budget: Budget
    /// Those of further boards.
    public let further: [CostFilter]
    private let budgets: [Budget]

    public init(estimator: any CostEstimator, budget: Budget, further: [CostFilter] = []) {
        self.estimator = estimator
        self.budget = budget
        self.further = further
        budgets = [budget] + further.map(\.budget)
    }

    /// On the first board.
    public func estimate(_ candidate: Candidate) -> Estimate { estimator.estimate(candidate.graph) }

    /// On each board.
    public func estimates(_ candidate: Candidate) -> BoardEstimates {
        BoardEstimates(estimate(candidate), further: further.map { $0.estimate(candidate) })
    }

    /// Whether it keeps the budget of at least one board; the verdict is that of the board it fits best.
    public func judge(_ estimates: BoardEstimates) -> Verdict { estimates.judged(by: budgets) }
}

/// What a network costs on each board of a run.
public struct BoardEstimates: Sendable, Hashable {
    /// On the run's own board.
    public let first: Estimate
    public let further: [Estimate]

    public init(_ first: Estimate, further: [Estimate] = []) {
        self.first = first
        self.further = further
    }

    /// By the number of the board.
    public subscript(board: Int) -> Estimate { board == 0 ? first : further[board - 1] }

    public var all: [Estimate] { [first] + further }

    /// By each board's budget; the verdict is that of the board it fits best.
    func judged(by budgets: [Budget]) -> Verdict {
        var best = budgets[0].judge(first)
        for (budget, estimate) in zip(budgets.dropFirst(), further) {
            let verdict = budget.judge(estimate)
            func ratio(_ verdict: Verdict) -> Double { verdict.worst?.ratio ?? 0 }
            if verdict.fits != best.fits ? verdict.fits : ratio(verdict) < ratio(best) { best = verdict }
        }
        return best
    }
}
