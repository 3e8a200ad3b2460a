import CostModel
import NAS
import Reporting
import Search
import SearchEngine

/// A trial with all that `nas show` says of it.
struct ShownTrial {
    let record: TrialRecord
    let curve: [CurvePoint]
    let operations: [OperationCost]
    /// The network in a line.
    private let summary: String
    private let best: BestWeights?
    private let weightsFolder: String
    private let objectives: [Objective]
    /// Whether balanced accuracies stand beside the others.
    let showsBalanced: Bool

    /// - Throws: a diagnostic where the run's space cannot be read, or the trial's network is none of it.
    init(_ record: TrialRecord, _ view: RunView) throws {
        self.record = record
        curve = try view.store.curve(of: record.number)
        // Built anew from the run's own space and board, so that it is what was trained.
        let run = view.run
        showsBalanced = run.data.isImbalanced
        objectives = run.objectives
        let space = try SearchSpace(yaml: run.space.text, fileName: run.space.fileName)
        let candidate = try TaskSpace(space, task: run.data.task).candidate(choices: record.choices)
        operations = view.board.target.estimator().operationCosts(candidate.graph)
        summary = try space.summary(of: candidate.architecture, task: run.data.task)
        best = BestWeights(of: record, try view.store.retrainings().filter { $0.trial == record.number })
        weightsFolder = DisplayPath.short(view.store.weightsFolder)
    }

    private func path(_ file: String) -> String { weightsFolder + "/" + file }

    var json: JSON {
        var members = TrialColumns.columns(objectives: objectives, weightsFolder: weightsFolder).members(of: record)
        members.append(("choices", .object(record.choices.map { ($0.decision, .string($0.option)) })))
        members.append(("origin", .string(record.origin.rawValue)))
        members.append(("curve", Listing(CurveColumns.columns(), curve).json))
        members.append(("operations", Listing(OperationColumns.all, operations).json))
        members.append(("summary", .string(summary)))
        members.append(("best_weights", best.map { .string(path($0.file)) } ?? .null))
        return .object(members)
    }

    /// What a person reads above the tables.
    var lines: [String] {
        var lines = [
            "trial \(record.number), \(record.state.rawValue), trained \(record.fidelity)",
            "architecture \(record.architecture ?? "(not of this space any more)")",
            "network: \(summary)",
        ]
        lines += record.choices.map { "  \($0.decision) = \($0.option)" }
        if let parent = record.parent { lines.append("made from trial \(parent) (\(record.origin.rawValue))") }
        if let failure = record.failure { lines.append("failed: \(failure)") }
        lines += [
            accuracy("validation", record.accuracy, balanced: record.balancedAccuracy),
            accuracy("test", record.testAccuracy, balanced: record.testBalancedAccuracy),
        ].compactMap { $0 }
        if let estimate = record.estimate { lines += EstimateColumns.lines(estimate) }
        lines += weights
        if record.isForeign { lines.append("trained by another engine than the run began with: its last bits may differ") }
        return lines
    }

    private func accuracy(_ name: String, _ accuracy: Double?, balanced: Double?) -> String? {
        guard let accuracy else { return nil }
        let beside = showsBalanced ? ", balanced \(CellFormat.percent.text(balanced))" : ""
        return "\(name) accuracy \(CellFormat.percent.text(accuracy))\(beside)"
    }

    private var weights: [String] {
        var lines: [String] = []
        if let best, let retraining = best.retraining {
            let accuracy = retraining.accuracy.map { ", validation accuracy \(CellFormat.percent.text($0))" } ?? ""
            lines.append("best weights \(path(best.file)) (retrained for \(retraining.fidelity)\(accuracy))")
        }
        if let file = record.weightsFile {
            lines.append("weights \(path(file)) (safetensors, PyTorch's layout)")
        } else if record.state == .finished {
            lines.append("weights not kept: they are for trials on the front")
        }
        return lines
    }
}
