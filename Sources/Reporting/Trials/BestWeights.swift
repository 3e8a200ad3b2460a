public import Search

/// The most accurate of the weights that are kept of a trial's network: those of the trial itself or of a training from another seed.
public struct BestWeights: Sendable {
    /// The name of their file in the run's folder of weights.
    public let file: String
    /// The training that they came from; nil for the trial's own.
    public let retraining: Retraining?

    /// Finds the best weights by the accuracy on the validation split; of equals the trial's own, then those trained first.
    ///
    /// - Parameters:
    ///   - trial: whose network it is.
    ///   - retrainings: trainings of that network from other seeds.
    /// - Returns: nil where no weights are kept.
    public init?(of trial: TrialRecord, _ retrainings: [Retraining]) {
        let kept = Retrained(retrainings.filter { $0.weightsFile != nil })
        if let retraining = kept.best, let file = retraining.weightsFile,
            trial.weightsFile == nil || (retraining.accuracy ?? 0) > (trial.accuracy ?? 0)
        {
            (self.file, self.retraining) = (file, retraining)
            return
        }
        guard let file = trial.weightsFile else { return nil }
        (self.file, retraining) = (file, nil)
    }
}
