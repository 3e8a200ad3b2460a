/// How often a network has answered each class for the images of each class, and what follows from that.
public struct ConfusionMatrix: Sendable, Hashable {
    /// Images of each class, and how many of those were put into it.
    public private(set) var recall: ClassRecall
    /// How many classes there are.
    public let classes: Int
    private var counts: [Int]

    /// Has room for so many classes, and has seen nothing yet.
    public init(classes: Int) {
        self.classes = classes
        recall = ClassRecall(classes: classes)
        counts = [Int](repeating: 0, count: classes * classes)
    }

    /// How many images of the class `label` were put into the class `answer`.
    public subscript(label: Int, answer: Int) -> Int { counts[label * classes + answer] }

    /// A row for each class of images, with a number for each answer, as `sklearn.metrics.confusion_matrix`. An image for which no class
    /// is the answer, as logits are not numbers, is in none.
    public var rows: [[Int]] { (0..<classes).map { Array(counts[$0 * classes..<($0 + 1) * classes]) } }

    /// The share of the images put into a class that belong there, 0 to 1; nil where none was put into it.
    public func precision(of label: Int) -> Double? {
        let answers = answers(label)
        return answers == 0 ? nil : Double(self[label, label]) / Double(answers)
    }

    /// The F1 score of a class, 0 to 1: the harmonic mean of its precision and recall; nil for a class without images that was never
    /// answered.
    public func f1(of label: Int) -> Double? {
        let sum = recall.images[label] + answers(label)
        return sum == 0 ? nil : Double(2 * self[label, label]) / Double(sum)
    }

    /// Macro F1, 0 to 1: the mean of the classes' F1 scores, those left out that neither have images nor were answered, as
    /// `sklearn.metrics.f1_score(average="macro")`. Nil where nothing was seen.
    public var macroF1: Double? {
        let scores = (0..<classes).compactMap(f1(of:))
        return scores.isEmpty ? nil : scores.reduce(0, +) / Double(scores.count)
    }

    private func answers(_ answer: Int) -> Int { (0..<classes).reduce(0) { $0 + self[$1, answer] } }

    /// Counts the images of a batch by their logits, `[images, classes]`; `body` is told where to count hits.
    mutating func add<Result>(
        _ labels: [Int32], logits: UnsafePointer<Float>, _ body: (_ correct: UnsafeMutablePointer<Int>?) -> Result
    ) -> Result {
        let result = recall.add(labels, body)
        for (image, label) in labels.enumerated() {
            let row = logits + image * classes
            let best = largest(row, classes)
            if !row[best].isNaN { counts[Int(label) * classes + best] += 1 }
        }
        return result
    }
}
