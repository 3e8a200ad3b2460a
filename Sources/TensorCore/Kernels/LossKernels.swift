internal import Foundation

/// Softmax cross-entropy with label smoothing, mean over the examples, as `torch.nn.functional.cross_entropy`: the target
/// is (1 - s) at the label plus s / classes everywhere. The gradient of that mean goes to `gradient`. A tie between logits
/// goes to the lower class. For each hit 1 is added to its class in `hits`, where that is given.
func crossEntropy(
    gradient: UnsafeMutablePointer<Float>?, hits: UnsafeMutablePointer<Int>? = nil, logits: UnsafePointer<Float>,
    labels: UnsafePointer<Int32>, count: Int, classes: Int, smoothing: Float
) -> (loss: Float, correct: Int) {
    var total = 0.0
    var correct = 0
    let share = 1 / Float(count)
    let even = smoothing / Float(classes)
    for example in 0..<count {
        let row = logits + example * classes
        let label = Int(labels[example])
        precondition(label >= 0 && label < classes, "a label is not a class")
        let best = largest(row, classes)
        let top = row[best]
        if best == label, !top.isNaN {
            correct += 1
            if let hits { hits[label] += 1 }
        }
        var sum: Float = 0
        var spread = 0.0
        for index in 0..<classes {
            sum += exponential(row[index] - top)
            spread += Double(row[index] - top)
        }
        let logarithm = log(Double(sum))
        let hit = logarithm - Double(row[label] - top)
        let loss = Double(1 - smoothing) * hit + Double(smoothing) * (logarithm - spread / Double(classes))
        total += loss
        guard let gradient else { continue }
        let target = gradient + example * classes
        let inverse = share / sum
        for index in 0..<classes { target[index] = exponential(row[index] - top) * inverse - even * share }
        target[label] -= (1 - smoothing) * share
    }
    return (Float(total / Double(count)), correct)
}

/// The place of the largest logit: of equals the first; where all are not numbers the last.
@inline(__always)
func largest(_ row: UnsafePointer<Float>, _ classes: Int) -> Int {
    var best = 0
    for index in 1..<max(classes, 1) where row[index] > row[best] || row[best].isNaN { best = index }
    return best
}

/// y = softmax over `width` neighbours, for each of `rows`.
func softmaxForward(_ y: UnsafeMutablePointer<Float>, _ x: UnsafePointer<Float>, rows: Int, width: Int) {
    for row in 0..<rows {
        let (source, target) = (x + row * width, y + row * width)
        var top = source[0]
        for index in 1..<max(width, 1) where source[index] > top { top = source[index] }
        var sum: Float = 0
        for index in 0..<width {
            let value = exponential(source[index] - top)
            target[index] = value
            sum += value
        }
        let inverse = 1 / sum
        for index in 0..<width { target[index] *= inverse }
    }
}

/// dx = y (dy - sum(dy y)), for each row, or added to what is there.
func softmaxBackward(
    _ dx: UnsafeMutablePointer<Float>, dy: UnsafePointer<Float>, y: UnsafePointer<Float>, rows: Int, width: Int, accumulates: Bool
) {
    for row in 0..<rows {
        let (target, outputGradient, value) = (dx + row * width, dy + row * width, y + row * width)
        var product: Float = 0
        for index in 0..<width { product += outputGradient[index] * value[index] }
        for index in 0..<width {
            let change = value[index] * (outputGradient[index] - product)
            target[index] = accumulates ? target[index] + change : change
        }
    }
}
