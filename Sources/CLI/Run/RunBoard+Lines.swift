import CostModel
import Reporting
import Search

extension RunBoard {
    /// What is said of a board before a search begins: the target, what its estimates stand on, the mission's arithmetic, and the budget.
    func lines(_ plan: MissionPlan?) -> [String] {
        ["board \(target)", "  " + EstimateBasis(target).text] + (plan?.lines ?? []).map { "  " + $0 }
            + ["budget for one inference: \(budget.limits.map(\.description).joined(separator: ", "))"]
    }
}
