/// What a training that ended well has given.
public struct TrainingResult: Sendable, Hashable, Codable {
    /// Share of the validation split whose class the network has right after the last step, 0 to 1: not that of the best
    /// epoch, which would be chosen on the same images it is reported for. With patience (`TrainingJob.patience`) it is that of the best
    /// epoch, whose weights are kept. Nil where there are no validation images.
    public let accuracy: Double?
    /// Mean of the classes' recalls on the validation split where `accuracy` is measured, 0 to 1; nil without it, and where that point of the curve is from a
    /// checkpoint that an earlier version kept.
    public let balancedAccuracy: Double?
    /// Mean cross-entropy over the validation split where `accuracy` is measured; nil without it.
    public let loss: Double?
    /// The learning curve. Its last point is the result's, unless patience chose an earlier one.
    public let curve: [LearningCurvePoint]
    /// The epoch that the weights are of, from 1, where patience chose it; nil where the last is kept.
    public let bestEpoch: Int?
    /// Steps taken, those of earlier processes included.
    public let steps: Int
    /// Time spent, in this and earlier processes.
    public let seconds: Double
    /// The step at which a checkpoint was taken up; nil where training began at the beginning.
    public let resumedAtStep: Int?
    /// The number of learnt parameters: weights and biases, scale and shift of norms.
    public let parameters: Int
    /// Bytes of the network's buffers while it was trained.
    public let memoryBytes: Int
}

/// Why a training has no result.
public struct TrainingFailure: Error, Sendable, Hashable, CustomStringConvertible {
    /// What kind of failure it is. Raw values stand in stored runs.
    public enum Reason: String, Sendable, Hashable, Codable, CaseIterable {
        /// The loss became infinite or not a number.
        case diverged
        /// The network's buffers do not fit into memory, or not into the limit.
        case outOfMemory = "out_of_memory"
        /// It took longer than its limit.
        case timeLimit = "time_limit"
        /// The caller asked it to stop; its state is in the checkpoint, where it has one.
        case interrupted
        /// Candidate and data do not go together.
        case unsuitable
        /// The data set is gone, or another one, when it had to be read again.
        case data
        /// The weights could not be written.
        case output
    }

    /// What kind of failure it is.
    public let reason: Reason
    /// What happened, in words, with the step or the numbers.
    public let message: String

    /// Creates a failure from its kind and what happened.
    public init(_ reason: Reason, _ message: String) {
        self.reason = reason
        self.message = message
    }

    /// The reason and the message: `diverged: the loss is not finite at step 7 of 90 (learning rate 5.0)`.
    public var description: String { "\(reason.rawValue): \(message)" }
}
