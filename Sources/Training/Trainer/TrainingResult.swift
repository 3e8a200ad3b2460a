/// What a training that ended well has given.
public struct TrainingResult: Sendable, Hashable, Codable {
    /// Share of the validation split whose class the network has right after the last step, 0 to 1: not that of the best
    /// epoch, which would be chosen on the same images it is reported for.
    public let accuracy: Double
    /// Mean cross-entropy over the validation split after the last step.
    public let loss: Double
    public let curve: [LearningCurvePoint]
    public let steps: Int
    /// Time spent, in this and earlier processes.
    public let seconds: Double
    /// The step at which a checkpoint was taken up; nil where training began at the beginning.
    public let resumedAtStep: Int?
    public let parameters: Int
    /// Bytes of the network's buffers while it was trained.
    public let memoryBytes: Int
}

/// Why a training has no result.
public struct TrainingFailure: Error, Sendable, Hashable, CustomStringConvertible {
    public enum Reason: String, Sendable, Hashable, Codable, CaseIterable {
        /// The loss became infinite or not a number.
        case diverged
        /// The network's buffers do not fit into memory, or not into the limit.
        case outOfMemory = "out_of_memory"
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

    public let reason: Reason
    public let message: String

    public init(_ reason: Reason, _ message: String) {
        self.reason = reason
        self.message = message
    }

    public var description: String { "\(reason.rawValue): \(message)" }
}
