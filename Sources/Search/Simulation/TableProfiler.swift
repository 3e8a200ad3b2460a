internal import CostModel
internal import NAS
internal import Support

/// Profiles from a table of results. Architectures that are not in it have none; those whose costs it does not know do not fit the budget.
final class TableProfiler: CandidateProfiler {
    private let table: ResultTable
    private let profiles: [CandidateProfile]

    init(_ table: ResultTable, profiles: [CandidateProfile]) { (self.table, self.profiles) = (table, profiles) }

    var space: any CandidateSpace { table.space }

    func profile(of architecture: Architecture) -> CandidateProfile? { table.number(of: architecture).map { profiles[$0] } }

    func features(of architecture: Architecture) -> ArchitectureFeatures? {
        table.number(of: architecture).flatMap(table.features)
    }

    /// In a table scores take no time: as many as a long training would allow.
    var proxiesEach: Int { table.hasProxies ? 1000 : 0 }

    func proxy(of architecture: Architecture) -> Double? { table.number(of: architecture).flatMap { table.rows[$0].proxy } }

    /// What each row is under a budget.
    static func profiles(_ table: ResultTable, budget: Budget, objectives: [Objective]) -> [CandidateProfile] {
        let hash = StableHash(of: "table")
        return table.rows.map { row in
            let estimate = row.estimate(hash)
            let verdict = BudgetUse(budget.judge(estimate))
            let isKnown = Objective.costs(objectives, accuracy: row.accuracy, loss: nil, estimate: estimate) != nil
            let id = StableHash(of: row.architecture.description)
            return CandidateProfile(
                architecture: row.architecture, networkID: id, candidateID: id, estimates: BoardEstimates([estimate]),
                use: isKnown ? verdict : BudgetUse(fits: false, ratio: .infinity))
        }
    }
}
