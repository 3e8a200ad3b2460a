import CostModel
import Foundation
import NAS
import Search
import SearchEngine
import Support
import Training

/// The Pareto front of trials in a store, for any objectives.
struct StoredFront {
    /// The trials on the front, ordered by the first objective.
    let members: [TrialRecord]
    let objectives: [Objective]
    /// The largest cost of any trial that counts, for each objective; nil where none does.
    private let worst: [Double]?
    private let front: ParetoFront

    /// - Parameter trials: on the front, in any order.
    init(_ trials: [TrialRecord], objectives: [Objective], worst: [Double]?) {
        let byNumber = Dictionary(uniqueKeysWithValues: trials.map { ($0.number, $0) })
        front = ParetoFront(
            trials.compactMap { trial in trial.costs(objectives).map { ParetoFront.Member(trial: trial.number, costs: $0) } })
        members = front.members.compactMap { byNumber[$0.trial] }
        (self.objectives, self.worst) = (objectives, worst)
    }

    /// The hypervolume as a share, 0 to 1, of the box between the ideal (no error, no cost) and a reference: no accuracy at
    /// all and, for a cost, the budget's limit, or the dearest trial where there is none. Comparable between runs of one
    /// budget. Nil where nothing is finished.
    func normalisedHypervolume(budget: Budget) -> Double? {
        guard let dearest = self.worst else { return nil }
        var reference: [Double] = []
        var box = 1.0
        for (index, objective) in objectives.enumerated() {
            let ideal = objective.isMaximised ? -1.0 : 0
            let limit = budget.limits.first { $0.quantity == objective.quantity }?.allowed
            let worst =
                switch objective {
                case .accuracy, .balancedAccuracy, .macroF1, .areaUnderROC: 0.0
                case .error: 1.0
                default: limit ?? dearest[index]
                }
            reference.append(worst)
            box *= worst - ideal
        }
        return box > 0 ? front.hypervolume(reference: reference) / box : nil
    }

    /// The number of the trial at the front's knee; nil where the front is empty.
    var knee: Int? { front.knee(objectives) }

    /// Those members that have weights but were not tested yet (the search did not come to its end): measured on the test split here and
    /// now, and not stored, for a reader never writes.
    func missingTests(of store: Store) throws -> [Int: StoreChange.Test] {
        let missing = members.filter { $0.testAccuracy == nil && $0.weightsFile != nil }
        guard !missing.isEmpty else { return [:] }
        try ProcessLimits.requireTraining()
        let run = try store.loadedRun(loading: TerminalLoading.loading())
        let tester = TestEvaluator(run.dataset, split: run.split)
        var tests: [Int: StoreChange.Test] = [:]
        for trial in missing {
            let candidate = try run.space.candidate(choices: trial.choices)
            let weights = URL(fileURLWithPath: store.weightsFolder + "/" + (trial.weightsFile ?? ""))
            let score = try tester.evaluate(candidate.graph, frontEnd: candidate.frontEnd, weights: weights)
            tests[trial.number] = .init(
                trial: trial.number, accuracy: score.accuracy, balancedAccuracy: score.balancedAccuracy, loss: score.loss)
        }
        return tests
    }
}

/// Finds a front among very many trials, of which it keeps those that are on it.
struct FrontMembers {
    let objectives: [Objective]
    /// That networks on the front keep, as far as their estimates are known; nil for whatever was trained.
    let budget: Budget?
    private var found = ParetoFront()
    private var members: [Int: TrialRecord] = [:]
    private var worst: [Double]?

    init(objectives: [Objective], budget: Budget?) { (self.objectives, self.budget) = (objectives, budget) }

    mutating func add(_ trial: TrialRecord) {
        guard trial.state == .finished, let costs = trial.costs(objectives) else { return }
        if let budget { guard let estimate = trial.estimate, budget.judge(estimate).fits else { return } }
        worst = worst.map { zip($0, costs).map { max($0, $1) } } ?? costs
        let change = found.insert(.init(trial: trial.number, costs: costs))
        if change.joined { members[trial.number] = trial }
        for left in change.left { members[left] = nil }
    }

    var front: StoredFront { StoredFront(Array(members.values), objectives: objectives, worst: worst) }
}

extension TrialRecord {
    fileprivate func costs(_ objectives: [Objective]) -> [Double]? {
        Objective.costs(objectives, accuracy: accuracy, loss: loss, metrics: metrics, estimate: estimate)
    }
}
