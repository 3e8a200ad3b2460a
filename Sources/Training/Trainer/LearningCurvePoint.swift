/// What is known of a network at one moment of its training.
public struct LearningCurvePoint: Sendable, Hashable, Codable {
    /// Epochs begun, the first being 1.
    public let epoch: Int
    /// Steps taken.
    public let step: Int
    /// Mean over the steps since the previous point, in training mode: with batch statistics, dropout, augmentation and
    /// label smoothing.
    public let trainingLoss: Double
    /// Share of training images in those steps whose class it had right.
    public let trainingAccuracy: Double
    /// Mean cross-entropy over the validation split, in inference mode; nil where there are no validation images.
    public let validationLoss: Double?
    /// 0 to 1; nil where there are no validation images.
    public let validationAccuracy: Double?
    /// Mean over the classes of the share that was put into its class, 0 to 1; nil where there are no
    /// validation images, and in points of a checkpoint that an earlier version kept.
    public let validationBalancedAccuracy: Double?
    /// The rate of the last step.
    public let learningRate: Double
    /// Time spent on this training so far, in this and earlier processes. The one part that differs from run to run.
    public let seconds: Double
}
