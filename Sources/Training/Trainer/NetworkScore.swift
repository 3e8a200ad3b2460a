/// How well a trained network does on a part of a data set.
public struct NetworkScore: Sendable, Hashable {
    /// Share of images whose class it has right, 0 to 1.
    public let accuracy: Double
    /// Mean of the recalls of the classes that have images, 0 to 1 (`ClassRecall.balancedAccuracy`); nil where there are no images.
    public let balancedAccuracy: Double?
    /// Mean cross-entropy.
    public let loss: Double
}
