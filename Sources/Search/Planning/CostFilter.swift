public import CostModel
public import NAS

/// A board's cost model, and the budget that networks have to keep there.
public struct BudgetedEstimator: Sendable {
    /// Predicts what a network costs on the board.
    public let estimator: any CostEstimator
    /// The limits that networks have to keep on the board.
    public let budget: Budget

    /// Pairs a board's cost model with the budget there.
    public init(_ estimator: any CostEstimator, budget: Budget) { (self.estimator, self.budget) = (estimator, budget) }
}

/// The gate before training: what a network is estimated to cost, and whether that keeps the budget; on one board or on several.
public struct CostFilter: Sendable {
    /// The run's boards, at least one.
    public let boards: [BudgetedEstimator]
    private let budgets: [Budget]

    /// Creates a gate for several boards.
    ///
    /// - Parameter boards: at least one.
    public init(_ boards: [BudgetedEstimator]) {
        precondition(!boards.isEmpty, "a network is for at least one board")
        self.boards = boards
        budgets = boards.map(\.budget)
    }

    /// A gate for one board.
    public init(estimator: any CostEstimator, budget: Budget) { self.init([BudgetedEstimator(estimator, budget: budget)]) }

    /// What a network costs on the first board.
    public func estimate(_ candidate: Candidate) -> Estimate { boards[0].estimator.estimate(candidate.graph) }

    /// What a network costs on each board.
    public func estimates(_ candidate: Candidate) -> BoardEstimates {
        BoardEstimates(boards.map { $0.estimator.estimate(candidate.graph) })
    }

    /// Whether it keeps the budget of at least one board; the verdict is that of the board it fits best.
    public func judge(_ estimates: BoardEstimates) -> Verdict { estimates.judged(by: budgets) }
}
