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
        return results(count: count)
    }

    /// Returns what the last pass has computed for its images, before another begins: `[count, outputs]`.
    ///
    /// - Parameter count: how many images the pass had.
    public func results(count: Int) -> [Float] {
        check(count: count)
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

    /// Computes loss and hits in inference mode over the images that `withInput` was given, one a label, 1 to `batch` of them; and all that
    /// a confusion matrix tells, and for two classes how well they are ranked.
    ///
    /// - Parameters:
    ///   - confusion: of as many classes as the network has outputs; the images are added to it.
    ///   - ranking: where given, and of two classes, the images are added to it.
    public func evaluate(labels: [Int32], confusion: inout ConfusionMatrix, ranking: inout ClassRanking?) -> Evaluation {
        check(count: labels.count)
        precondition(confusion.classes == outputCount, "a confusion matrix of another number of classes")
        let result = confusion.add(labels, logits: plan.output.data) { evaluateInput(labels, from: 0, count: labels.count, hits: $0) }
        if outputCount == 2 { ranking?.add(labels, logits: plan.output.data) }
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
