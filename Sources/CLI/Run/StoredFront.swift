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

    init(_ trials: [TrialRecord], objectives: [Objective]) {
        self.trials = trials
        self.objectives = objectives
        var front = ParetoFront()
        var byNumber: [Int: TrialRecord] = [:]
        for trial in trials where trial.state == .finished {
            guard let costs = Objective.costs(objectives, accuracy: trial.accuracy, loss: trial.loss, estimate: trial.estimate) else { continue }
            byNumber[trial.number] = trial
            front.insert(.init(trial: trial.number, costs: costs))
        }
        members = front.members.compactMap { byNumber[$0.trial] }
    }

    /// Test accuracies of those members that have weights but were not measured yet (the search did not come to its end):
    /// measured here and now, and not stored, for a reader never writes.
    func missingTestAccuracies(of store: Store) throws -> [Int: Double] {
        let missing = members.filter { $0.testAccuracy == nil && $0.weightsFile != nil }
        guard !missing.isEmpty else { return [:] }
        let context = try RunContext(json: try store.run().context)
        let space = try SearchSpace(yaml: context.spaceText, fileName: context.spaceFileName)
        let dataset = try Dataset.load(context.data)
        guard dataset.fingerprint.description == context.dataFingerprint else {
            throw Diagnostic("the data set changed since the run began", file: context.data)
        }
        let tester = TestEvaluator(dataset, split: try DataSplit(dataset, seed: context.splitSeed))
        var accuracies: [Int: Double] = [:]
        for trial in missing {
            let architecture = try space.architecture(choices: trial.choices.map { (decision: $0.decision, option: $0.option) })
            let candidate = try space.candidate(for: architecture, task: dataset.task)
            let weights = URL(fileURLWithPath: store.weightsFolder + "/" + (trial.weightsFile ?? ""))
            accuracies[trial.number] = try tester.evaluate(candidate.graph, frontEnd: candidate.frontEnd, weights: weights).accuracy
        }
        return accuracies
    }
}
