internal import Foundation

/// What a network makes of examples: a probability for each class.
public struct Predictions: Sendable, Hashable {
    /// How many classes there are.
    public let classes: Int
    /// `[examples, classes]`: the softmax of the network's results; the probabilities of an example add up to 1.
    public let probabilities: [Float]

    /// How many examples there are.
    public var count: Int { classes == 0 ? 0 : probabilities.count / classes }

    /// - Parameter logits: `[examples, classes]`.
    init(logits: [Float], classes: Int) {
        self.classes = classes
        var probabilities = logits
        for first in stride(from: 0, to: logits.count, by: classes) {
            let row = logits[first..<first + classes]
            let top = Double(row.max() ?? 0)
            let powers = row.map { exp(Double($0) - top) }
            let sum = powers.reduce(0, +)
            for (index, power) in powers.enumerated() { probabilities[first + index] = Float(power / sum) }
        }
        self.probabilities = probabilities
    }

    /// Returns the probabilities of an example, one a class.
    public func probabilities(of example: Int) -> ArraySlice<Float> { probabilities[example * classes..<(example + 1) * classes] }

    /// Returns the most probable class of an example; of equals the first.
    public func label(of example: Int) -> Int {
        let row = probabilities(of: example)
        var best = row.startIndex
        for index in row.indices where row[index] > row[best] || row[best].isNaN { best = index }
        return best - row.startIndex
    }
}
