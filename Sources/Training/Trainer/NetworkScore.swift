public import TensorCore

/// How well a trained network does on a part of a data set.
public struct NetworkScore: Sendable, Hashable {
    /// Share of images whose class it has right, 0 to 1.
    public let accuracy: Double
    /// Mean of the recalls of the classes that have images, 0 to 1 (`ClassRecall.balancedAccuracy`); nil where there are no images.
    public let balancedAccuracy: Double?
    /// Mean of the classes' F1 scores, 0 to 1 (`ConfusionMatrix.macroF1`); nil where there are no images.
    public let macroF1: Double?
    /// The area under the ROC curve, 0 to 1 (`ClassRanking.areaUnderCurve`); nil for other than two classes, or where one has no images.
    public let areaUnderROC: Double?
    /// How many images of each class were put into which.
    public let confusion: ConfusionMatrix
    /// Mean cross-entropy.
    public let loss: Double
}
