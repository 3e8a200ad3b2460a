internal import CostModel

/// What a trained network costs, one number for each objective of a run.
struct BoardCosts {
    /// On the first board, also where its budget is broken: what the strategy learns.
    let first: [Double]
    /// On each board; nil on those whose budget the network breaks.
    let boards: [[Double]?]
    /// The share by which it exceeds the budget of the board it fits best; 0 unless the budget was changed since it was proposed.
    let excess: Double
}

extension RunDefinition {
    /// Nil where an objective is not known.
    func boardCosts(_ estimates: BoardEstimates?, accuracy: Double?, loss: Double?, metrics: Metrics) -> BoardCosts? {
        func costs(_ estimate: Estimate?) -> [Double]? {
            Objective.costs(objectives, accuracy: accuracy, loss: loss, metrics: metrics, estimate: estimate)
        }
        guard let estimates, let first = costs(estimates.first) else { return nil }
        let budgets = boards.map(\.budget)
        let excess = BudgetUse(estimates.judged(by: budgets)).excess
        return BoardCosts(
            first: first,
            boards: zip(budgets, estimates.all).map { budget, estimate in budget.judge(estimate).fits ? costs(estimate) : nil },
            excess: excess)
    }
}
