internal import Datasets
internal import TensorCore

extension Network {
    /// Loss and hits in inference mode over all examples, a batch after the other.
    ///
    /// - Parameters:
    ///   - labels: room for a batch's labels, used again and again.
    ///   - observe: called after each batch, whose `results(count:)` can be read.
    func evaluate(
        _ examples: PreparedExamples, labels: inout [Int32], observe: (_ count: Int) -> Void = { _ in }
    ) -> NetworkScore {
        var correct = 0
        var loss = 0.0
        var confusion = ConfusionMatrix(classes: outputCount)
        var ranking = outputCount == 2 ? ClassRanking(capacity: examples.count) : nil
        for first in stride(from: 0, to: examples.count, by: batch) {
            let positions = first..<min(first + batch, examples.count)
            withInput(count: positions.count) { examples.gather(positions, into: &$0, labels: &labels) }
            let part = evaluate(labels: labels, confusion: &confusion, ranking: &ranking)
            observe(positions.count)
            correct += part.correct
            loss += part.loss * Double(part.count)
        }
        let count = Double(max(examples.count, 1))
        return NetworkScore(
            accuracy: Double(correct) / count, balancedAccuracy: confusion.recall.balancedAccuracy, macroF1: confusion.macroF1,
            areaUnderROC: ranking?.areaUnderCurve, confusion: confusion, loss: loss / count)
    }
}
