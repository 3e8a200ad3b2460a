internal import Foundation

/// What examples count and are, beyond one class each.
struct LossTargets {
    /// What an example of each class counts; nil for 1.
    let weights: UnsafePointer<Float>?
    /// The second class of each example; nil for none.
    let partners: UnsafePointer<Int32>?
    /// The first class's share of the target, 0 to 1; the second has the rest.
    let share: Float
}

/// `crossEntropy` where examples are of two classes or count differently.
///
/// With weights, the mean is divided by the weights of the examples' classes, and each class's share of a smoothed target counts by its
/// own weight, as `torch.nn.CrossEntropyLoss(weight:, label_smoothing:)` has it. An example of two classes is `share` of an example of
/// the first and the rest of one of the second (Zhang et al., "mixup", ICLR 2018). A hit is an answer with the larger share.
func mixedCrossEntropy(
    gradient: UnsafeMutablePointer<Float>?, logits: UnsafePointer<Float>, labels: UnsafePointer<Int32>, targets: LossTargets, count: Int,
    classes: Int, smoothing: Float
) -> (loss: Float, correct: Int) {
    let even = smoothing / Float(classes)
    let parts = targets.partners == nil ? (first: 1, second: 0) : (first: targets.share, second: 1 - targets.share)
    func weight(_ label: Int) -> Float { targets.weights.map { $0[label] } ?? 1 }
    func pair(_ example: Int) -> (first: Int, second: Int) {
        let first = Int(labels[example])
        let second = targets.partners.map { Int($0[example]) } ?? first
        precondition(first >= 0 && first < classes && second >= 0 && second < classes, "a label is not a class")
        return (first, second)
    }
    var sumOfWeights = 0.0
    for example in 0..<count {
        let (first, second) = pair(example)
        sumOfWeights += Double(parts.first * weight(first) + parts.second * weight(second))
    }
    // Where all examples are of classes that count nothing, there is nothing to learn.
    let share = sumOfWeights > 0 ? Float(1 / sumOfWeights) : 0
    var total = 0.0
    var correct = 0
    for example in 0..<count {
        let row = logits + example * classes
        let (first, second) = pair(example)
        let best = largest(row, classes)
        let top = row[best]
        if best == (parts.first >= parts.second ? first : second), !top.isNaN { correct += 1 }
        let firstPart = (1 - smoothing) * parts.first * weight(first)
        let secondPart = (1 - smoothing) * parts.second * weight(second)
        func target(_ label: Int) -> Float {
            even * weight(label) + (label == first ? firstPart : 0) + (label == second ? secondPart : 0)
        }
        var sum: Float = 0
        for index in 0..<classes { sum += exponential(row[index] - top) }
        let logarithm = log(Double(sum))
        var mass: Float = 0
        for index in 0..<classes {
            mass += target(index)
            total += Double(target(index)) * (logarithm - Double(row[index] - top))
        }
        guard let gradient else { continue }
        let change = gradient + example * classes
        let scale = mass / sum
        for index in 0..<classes { change[index] = (exponential(row[index] - top) * scale - target(index)) * share }
    }
    return (Float(total * Double(share)), correct)
}
