internal import CostModel
package import Search
internal import Support

/// The look at a space before a search begins.
package enum FeasibilityCheck {
    /// Finds out what of the space fits each board.
    ///
    /// - Parameter show: called with each board's report as soon as it is made.
    /// - Throws: `NothingFits` where no network fits any.
    package static func run(
        _ run: RunDefinition, _ space: TaskSpace, show: (RunBoard, FeasibilityReport) -> Void = { _, _ in }
    ) throws {
        try run.checkObjectives()
        var problems: [String] = []
        for (board, costs) in zip(run.boards, run.costs.boards) {
            let report = try FeasibilityReport(space: space, costs: CostFilter([costs]), seed: run.seed)
            show(board, report)
            let plan = board.mission.flatMap { try? $0.plan(on: board.target) }
            if let diagnostic = report.diagnostic(plan) { problems.append(diagnostic.description) }
        }
        if problems.count == run.boards.count { throw NothingFits(problems.joined(separator: "\n")) }
    }
}
