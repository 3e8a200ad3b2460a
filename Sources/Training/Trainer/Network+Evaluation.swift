internal import TensorCore

extension Network {
    /// Loss and hits in inference mode over all examples, a batch after the other.
    func evaluate(_ examples: PreparedExamples, buffer: inout BatchBuffer) -> (accuracy: Double, loss: Double) {
        var correct = 0
        var loss = 0.0
        for first in stride(from: 0, to: examples.count, by: batch) {
            buffer.fill(examples, at: first..<min(first + batch, examples.count))
            let part = evaluate(images: buffer.images, labels: buffer.labels)
            correct += part.correct
            loss += part.loss * Double(part.count)
        }
        let count = Double(max(examples.count, 1))
        return (Double(correct) / count, loss / count)
    }
}
