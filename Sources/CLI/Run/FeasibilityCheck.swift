import CostModel
import Search
import Support

/// The look at a space before a search begins.
enum FeasibilityCheck {
    /// Prints what of the space fits each board.
    ///
    /// - Throws: `NothingFits` where no network fits any.
    static func run(_ run: RunDefinition, _ space: TaskSpace) throws {
        var problems: [String] = []
        for (board, costs) in zip(run.boards, run.costs.boards) {
            let report = try FeasibilityReport(space: space, costs: CostFilter([costs]), seed: run.seed)
            if run.boards.count > 1 { Terminal.print("\(board.target.board.name):") }
            for line in report.lines { Terminal.print("  " + line) }
            if let diagnostic = report.diagnostic { problems.append(diagnostic.description) }
        }
        if problems.count == run.boards.count { throw NothingFits(problems.joined(separator: "\n")) }
    }
}
