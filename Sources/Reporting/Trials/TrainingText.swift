internal import NAS
public import Search

/// A run's fidelities in words.
public enum TrainingText {
    /// Returns a run's fidelities in words: `9 epochs, the best of those trained 1 and 3; one in 3 goes on`, or `3 epochs`.
    public static func fidelities(_ run: RunDefinition) -> String {
        let rungs = run.plan.rungs
        guard let last = rungs.last else { return run.fidelity.description }
        let before = rungs.dropLast().map(String.init)
        let list = before.isEmpty ? "\(last)" : before.joined(separator: ", ") + " and \(last)"
        return "\(run.fidelity), the best of those trained \(list); one in \(run.plan.reduction) goes on"
    }

    /// Returns the share of training that is kept for retraining, in words; nil where there is none.
    public static func retraining(_ run: RunDefinition) -> String? {
        guard run.plan.retrainingShare > 0 else { return nil }
        let share = (run.plan.retrainingShare * 1000).rounded() / 10
        let percent = share == share.rounded() ? "\(Int(share))" : "\(share)"
        let length = run.fidelity.with(count: run.fidelity.count * run.plan.retrainingLength)
        return "the last \(percent) % of the training retrains the best, \(length) from other seeds"
    }
}
