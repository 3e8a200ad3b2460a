/// How many images of each class a network has seen, and how many of those it put into their class.
public struct ClassRecall: Sendable, Hashable {
    /// Images of each class.
    public private(set) var images: [Int]
    /// Images of each class that were put into it.
    public private(set) var correct: [Int]

    /// Has room for so many classes, and has seen nothing yet.
    public init(classes: Int) {
        // Each with storage of its own, so that counting takes none.
        images = [Int](repeating: 0, count: classes)
        correct = [Int](repeating: 0, count: classes)
    }

    /// Balanced accuracy, 0 to 1: the mean of the recalls of the classes that have images. Nil where none has.
    ///
    /// K. H. Brodersen, C. S. Ong, K. E. Stephan, J. M. Buhmann: The balanced accuracy and its posterior distribution, ICPR 2010; for
    /// more than two classes and for those without images as `sklearn.metrics.balanced_accuracy_score`.
    public var balancedAccuracy: Double? {
        var sum = 0.0
        var classes = 0
        for (images, correct) in zip(images, correct) where images > 0 {
            sum += Double(correct) / Double(images)
            classes += 1
        }
        return classes == 0 ? nil : sum / Double(classes)
    }

    /// Counts the images of a batch whose hits are counted by `body`.
    mutating func add<Result>(_ labels: [Int32], _ body: (_ correct: UnsafeMutablePointer<Int>?) -> Result) -> Result {
        let result = correct.withUnsafeMutableBufferPointer { body($0.baseAddress) }
        for label in labels { images[Int(label)] += 1 }
        return result
    }
}
