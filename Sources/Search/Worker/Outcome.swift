/// How a job ended.
public enum Outcome: Sendable, Hashable, Codable {
    /// The network was trained, or tested, and measured.
    case measured(Measurement)
    /// There is no measurement.
    case failed(Failure)
}

/// What was observed of a trained network.
public struct Measurement: Sendable, Hashable, Codable {
    /// Accuracy on the validation split, 0 to 1. Nil for a test job.
    public var accuracy: Double?
    /// Mean of the classes' recalls on the validation split, 0 to 1. Nil for a test job, or from a worker that does not measure it.
    public var balancedAccuracy: Double?
    /// Mean of the classes' F1 scores on the validation split, 0 to 1. Nil as `balancedAccuracy`.
    public var macroF1: Double?
    /// Of two classes, the area under the ROC curve on the validation split, 0 to 1. Nil as `balancedAccuracy`, and for more classes.
    public var areaUnderROC: Double?
    /// Mean cross-entropy on the validation split. Nil for a test job.
    public var loss: Double?
    /// Accuracy on the test split, 0 to 1: only from a test job.
    public var testAccuracy: Double?
    /// Mean of the classes' recalls on the test split, 0 to 1: only from a test job.
    public var testBalancedAccuracy: Double?
    /// Mean cross-entropy on the test split: only from a test job.
    public var testLoss: Double?
    /// The learning curve, in the order of its steps; empty for a test job.
    public var curve: [CurvePoint]
    /// The epoch that the weights are of, from 1, where patience chose it.
    public var bestEpoch: Int?
    /// Seconds that the job took. Never compared, never an input of the search.
    public var seconds: Double
    /// Whether the weights stand in the job's `weightsFile`.
    public var wroteWeights: Bool

    /// Creates a measurement from what was observed; metrics are set afterwards.
    public init(
        accuracy: Double? = nil, loss: Double? = nil, testAccuracy: Double? = nil, testLoss: Double? = nil, curve: [CurvePoint] = [],
        seconds: Double = 0, wroteWeights: Bool = false
    ) {
        self.accuracy = accuracy
        self.loss = loss
        self.testAccuracy = testAccuracy
        self.testLoss = testLoss
        self.curve = curve
        self.seconds = seconds
        self.wroteWeights = wroteWeights
    }
}

/// One point of a learning curve.
public struct CurvePoint: Sendable, Hashable, Codable {
    /// Optimizer steps taken so far.
    public let step: Int
    /// Passes over the training data so far.
    public let epoch: Double
    /// Mean training loss since the point before.
    public let trainingLoss: Double
    /// Mean cross-entropy on the validation split; nil where it was not measured.
    public let validationLoss: Double?
    /// Accuracy on the validation split, 0 to 1; nil where it was not measured.
    public let validationAccuracy: Double?
    /// Mean of the classes' recalls on the validation split, 0 to 1; nil where it was not measured.
    public let validationBalancedAccuracy: Double?
    /// Seconds spent on this training so far.
    public let seconds: Double

    /// Creates a point of a learning curve.
    public init(
        step: Int, epoch: Double, trainingLoss: Double, validationLoss: Double? = nil, validationAccuracy: Double? = nil,
        validationBalancedAccuracy: Double? = nil, seconds: Double = 0
    ) {
        self.step = step
        self.epoch = epoch
        self.trainingLoss = trainingLoss
        self.validationLoss = validationLoss
        self.validationAccuracy = validationAccuracy
        self.validationBalancedAccuracy = validationBalancedAccuracy
        self.seconds = seconds
    }
}

/// Why a trial has no accuracy. It is recorded as a row and replayed as a fact.
public struct Failure: Sendable, Hashable, Codable, CustomStringConvertible {
    /// What kind of failure it is, as the database and listings name it.
    public enum Reason: String, Sendable, Hashable, Codable, CaseIterable {
        /// A loss or an accuracy was not finite.
        case notANumber = "nan"
        /// It took more memory than it may have, or than there is.
        case outOfMemory = "out_of_memory"
        /// The worker crashed or exited during the job.
        case crash
        /// SIGKILL ended its worker three times, and who sent it is not known.
        case killed
        /// It took longer than it may.
        case timeLimit = "time_limit"
        /// The worker could not build or train it, and said why.
        case error
        /// The result came, but what it promised did not: no accuracy, or no weights file.
        case incomplete
        /// Weights or checkpoint cannot be written, or the data set can no longer be read. That is not the trial's fault: it is
        /// not recorded, and the search stops, to be resumed when that is mended.
        case storage
    }

    /// What kind of failure it is.
    public let reason: Reason
    /// What happened, in words; may be empty.
    public let message: String

    /// Creates a failure with a message for people.
    public init(_ reason: Reason, _ message: String) {
        self.reason = reason
        self.message = message
    }

    /// The reason's name, and the message where there is one.
    public var description: String { message.isEmpty ? reason.rawValue : "\(reason.rawValue): \(message)" }
}
