public import Search

/// The columns of a learning curve.
public enum CurveColumns {
    /// Returns the columns in their order; the seconds are those that the training has taken so far.
    ///
    /// - Parameter showsBalanced: whether a table has the balanced accuracy.
    public static func columns(showsBalanced: Bool = false) -> [Column<CurvePoint>] {
        [
            Column("epoch", "epoch") { $0.epoch }.ranked(.key),
            Column("step", "step") { $0.step }.ranked(.useful),
            Column("training_loss", "training loss") { $0.trainingLoss }.ranked(.useful),
            Column("validation_loss", "validation loss") { $0.validationLoss },
            Column("validation_accuracy", "validation accuracy", .percent) { $0.validationAccuracy },
            Column("validation_balanced_accuracy", showsBalanced ? "balanced" : nil, .percent) { $0.validationBalancedAccuracy },
            Column("seconds", "seconds") { $0.seconds }.ranked(.detail),
        ]
    }
}
