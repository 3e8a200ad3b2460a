/// How well scores tell the second of two classes from the first, whatever the threshold.
public struct ClassRanking: Sendable, Hashable {
    private var scores: [Float] = []
    private var isSecond: [Bool] = []

    /// Has room for so many images, and has seen none yet.
    public init(capacity: Int) {
        scores.reserveCapacity(capacity)
        isSecond.reserveCapacity(capacity)
    }

    /// Takes an image of class 0 or 1 with its score: the higher, the rather it is of class 1.
    public mutating func add(_ score: Float, label: Int32) {
        scores.append(score)
        isSecond.append(label == 1)
    }

    /// The area under the ROC curve, 0 to 1: the probability that an image of the second class has the higher score of a pair with one of
    /// the first, ties counting one half (the Mann-Whitney statistic; T. Fawcett, An introduction to ROC analysis, 2006). As
    /// `sklearn.metrics.roc_auc_score`. Nil where a class has no images, or a score is not a number.
    public var areaUnderCurve: Double? {
        let seconds = isSecond.count { $0 }
        let firsts = scores.count - seconds
        guard firsts > 0, seconds > 0, !scores.contains(where: \.isNaN) else { return nil }
        let order = scores.indices.sorted { scores[$0] < scores[$1] }
        // Twice the sum of the ranks of the second class, those of a tie all being its middle: whole numbers.
        var twiceRanks = 0
        var start = 0
        while start < order.count {
            var end = start
            var members = 0
            while end < order.count, scores[order[end]] == scores[order[start]] {
                if isSecond[order[end]] { members += 1 }
                end += 1
            }
            twiceRanks += members * (start + 1 + end)
            start = end
        }
        return Double(twiceRanks - seconds * (seconds + 1)) / (2 * Double(firsts) * Double(seconds))
    }

    /// Takes a batch's images by their logits, `[images, 2]`.
    mutating func add(_ labels: [Int32], logits: UnsafePointer<Float>) {
        for (image, label) in labels.enumerated() { add(logits[2 * image + 1] - logits[2 * image], label: label) }
    }
}
