internal import NetworkGraph

/// How well a network does on labelled images.
public struct Evaluation: Sendable, Hashable {
    /// How many images there were.
    public let count: Int
    /// How many of them it put into the right class.
    public let correct: Int
    /// Mean cross-entropy, without label smoothing; not finite where a logit is not.
    public let loss: Double

    /// Share of images whose class it has right, 0 to 1.
    public var accuracy: Double { count == 0 ? 0 : Double(correct) / Double(count) }
}

extension Network {
    /// Returns the network's result in inference mode (running statistics, no dropout): `[count, outputs]`.
    public func forward(images: [Float], count: Int) -> [Float] {
        check(images: images, count: count)
        load(images, from: 0, count: count)
        return forward(count: count)
    }

    /// Returns the network's result in inference mode for the images that `withInput` was given: `[count, outputs]`.
    public func forward(count: Int) -> [Float] {
        check(count: count)
        forward(run(count: count, isTraining: false))
        return Array(UnsafeBufferPointer(start: plan.output.data, count: count * outputCount))
    }

    /// Computes loss and hits in inference mode over any number of images, one batch after another; the last may be smaller.
    ///
    /// - Parameters:
    ///   - images: `[count, height, width, channels]`, with `count` the number of labels.
    ///   - labels: classes from 0.
    public func evaluate(images: [Float], labels: [Int32]) -> Evaluation {
        precondition(images.count >= labels.count * graph.input.elements, "fewer pixels than \(labels.count) images have")
        var correct = 0
        var loss = 0.0
        var first = 0
        while first < labels.count {
            let count = min(batch, labels.count - first)
            load(images, from: first, count: count)
            let result = evaluateInput(labels, from: first, count: count)
            correct += result.correct
            loss += Double(result.loss) * Double(count)
            first += count
        }
        return Evaluation(count: labels.count, correct: correct, loss: labels.isEmpty ? 0 : loss / Double(labels.count))
    }

    /// Computes loss and hits in inference mode over the images that `withInput` was given, one a label, 1 to `batch` of them.
    ///
    /// - Parameter recall: of as many classes as the network has outputs; the images are added to it.
    public func evaluate(labels: [Int32], recall: inout ClassRecall) -> Evaluation {
        check(count: labels.count)
        precondition(recall.images.count == outputCount, "recall of another number of classes")
        let result = recall.add(labels) { evaluateInput(labels, from: 0, count: labels.count, hits: $0) }
        return Evaluation(count: labels.count, correct: result.correct, loss: Double(result.loss))
    }

    private func evaluateInput(
        _ labels: [Int32], from first: Int, count: Int, hits: UnsafeMutablePointer<Int>? = nil
    ) -> (loss: Float, correct: Int) {
        forward(run(count: count, isTraining: false))
        return labels.withUnsafeBufferPointer { labels in
            crossEntropy(
                gradient: nil, hits: hits, logits: plan.output.data, labels: labels.baseAddress! + first, count: count,
                classes: outputCount, smoothing: 0)
        }
    }
}
