internal import NetworkGraph
package import Support

extension RunDefinition {
    /// - Throws: a `Diagnostic` where an objective is none for the run's data.
    package func checkObjectives() throws(Diagnostic) {
        guard objectives.contains(.areaUnderROC), data.task.classes != 2 else { return }
        throw Diagnostic(
            "\(Objective.areaUnderROC.rawValue) is of two classes, the data has \(data.task.classes)",
            hint: "\(Objective.macroF1.rawValue) and \(Objective.balancedAccuracy.rawValue) are of any number")
    }

    /// The first objective that a finished trial has no value for, as it was not measured when that was trained; nil where there is none.
    package func unmeasured(in trials: [TrialRecord]) -> Objective? {
        objectives.first { objective in
            objective.isMeasured
                && trials.contains {
                    $0.state == .finished
                        && objective.value(accuracy: $0.accuracy, loss: $0.loss, metrics: $0.metrics, estimate: nil) == nil
                }
        }
    }
}
