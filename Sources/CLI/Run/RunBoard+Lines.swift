import CostModel
import Reporting
import Search

extension RunBoard {
    /// What is said of a board before a search begins: the target, what its estimates stand on, the mission's arithmetic, and the budget.
    ///
    /// - Throws: a `MissionError` where no network can carry the mission out; a run's boards were checked.
    func lines() throws -> [String] {
        let plan = try mission?.plan(on: target)
        return ["board \(target)", "  " + EstimateBasis(target).text] + (plan?.lines ?? []).map { "  " + $0 }
            + ["budget for one inference: \(budget.limits.map(\.description).joined(separator: ", "))"]
    }
}
