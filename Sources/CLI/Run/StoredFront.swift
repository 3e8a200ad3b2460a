import CostModel
import Foundation
import NAS
import Search
import Support
import Training

/// The Pareto front of the finished trials in a store, for any objectives.
struct StoredFront {
    let trials: [TrialRecord]
    let members: [TrialRecord]
    let objectives: [Objective]
    private let front: ParetoFront
    /// Of the finished trials, each objective's cost.
    private let costs: [[Double]]

    /// - Parameter budget: that networks on the front keep; nil for whatever was trained.
    init(_ trials: [TrialRecord], objectives: [Objective], within budget: Budget? = nil) {
        self.trials = trials
        self.objectives = objectives
        var front = ParetoFront()
        var allCosts: [[Double]] = []
        var byNumber: [Int: TrialRecord] = [:]
        for trial in trials where trial.state == .finished {
            guard let costs = Objective.costs(objectives, accuracy: trial.accuracy, loss: trial.loss, estimate: trial.estimate) else { continue }
            if let budget, let estimate = trial.estimate, !budget.judge(estimate).fits { continue }
            byNumber[trial.number] = trial
            allCosts.append(costs)
            front.insert(.init(trial: trial.number, costs: costs))
        }
        members = front.members.compactMap { byNumber[$0.trial] }
        self.front = front
        costs = allCosts
    }

    /// The hypervolume as a share, 0 to 1, of the box between the ideal (no error, no cost) and a reference: no accuracy at
    /// all and, for a cost, the budget's limit, or the dearest trial where there is none. Comparable between runs of one
    /// budget. Nil where nothing is finished.
    func normalisedHypervolume(budget: Budget) -> Double? {
        guard !costs.isEmpty else { return nil }
        var reference: [Double] = []
        var box = 1.0
        for (index, objective) in objectives.enumerated() {
            let ideal = objective == .accuracy ? -1.0 : 0
            let limit = budget.limits.first { $0.quantity.rawValue == objective.rawValue }?.allowed
            let worst =
                switch objective {
                case .accuracy: 0.0
                case .error: 1.0
                default: limit ?? costs.map { $0[index] }.max() ?? 0
                }
            reference.append(worst)
            box *= worst - ideal
        }
        return box > 0 ? front.hypervolume(reference: reference) / box : nil
    }

    /// Test accuracies of those members that have weights but were not measured yet (the search did not come to its end):
    /// measured here and now, and not stored, for a reader never writes.
    func missingTestAccuracies(of store: Store) throws -> [Int: Double] {
        let missing = members.filter { $0.testAccuracy == nil && $0.weightsFile != nil }
        guard !missing.isEmpty else { return [:] }
        let run = try LoadedRun(RunContext(json: try store.run().context))
        let tester = TestEvaluator(run.dataset, split: run.split)
        var accuracies: [Int: Double] = [:]
        for trial in missing {
            let candidate = try run.space.candidate(choices: trial.choices)
            let weights = URL(fileURLWithPath: store.weightsFolder + "/" + (trial.weightsFile ?? ""))
            accuracies[trial.number] = try tester.evaluate(candidate.graph, frontEnd: candidate.frontEnd, weights: weights).accuracy
        }
        return accuracies
    }
}
