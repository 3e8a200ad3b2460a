internal import NetworkGraph

/// What a training step tells.
public struct TrainingStep: Sendable, Hashable {
    /// Mean loss over the images, before the update.
    public let loss: Float
    /// Images whose class the network had right, before the update and in training mode.
    public let correct: Int
    /// Norm of all gradients together before clipping; nil where nothing is clipped.
    public let gradientNorm: Float?
    /// The loss or the gradient is infinite or not a number: the parameters were left as they were, and training is over.
    public let isDiverged: Bool
}

extension Network {
    /// One step: forward with the batch's statistics, softmax cross-entropy, backward, clipping, update. Allocates nothing.
    ///
    /// - Parameters:
    ///   - images: `[count, height, width, channels]`, with `count` the number of labels, at most `batch`; more is ignored.
    ///   - labels: classes from 0.
    @discardableResult
    public func trainStep(images: [Float], labels: [Int32], learningRate: Float) -> TrainingStep {
        check(images: images, count: labels.count)
        load(images, from: 0, count: labels.count)
        return trainStep(labels: labels, learningRate: learningRate)
    }

    /// One step on the images that `withInput` was given, one a label. Allocates nothing.
    @discardableResult
    public func trainStep(labels: [Int32], learningRate: Float) -> TrainingStep {
        trainStep(count: labels.count, learningRate: learningRate) { gradient, smoothing, weights in
            labels.withUnsafeBufferPointer { labels in
                guard let weights else {
                    return crossEntropy(
                        gradient: gradient, logits: plan.output.data, labels: labels.baseAddress!, count: labels.count,
                        classes: outputCount, smoothing: smoothing)
                }
                return mixedCrossEntropy(
                    gradient: gradient, logits: plan.output.data, labels: labels.baseAddress!,
                    targets: LossTargets(weights: weights, partners: nil, share: 1), count: labels.count, classes: outputCount,
                    smoothing: smoothing)
            }
        }
    }

    /// One step on images that are each a mixture of two classes. Allocates nothing.
    ///
    /// - Parameters:
    ///   - labels: the classes of the larger or smaller part, from 0.
    ///   - partners: the classes of the rest, one a label.
    ///   - share: of `labels` in every image, 0 to 1.
    @discardableResult
    public func trainStep(labels: [Int32], partners: [Int32], share: Float, learningRate: Float) -> TrainingStep {
        precondition(partners.count == labels.count && share >= 0 && share <= 1)
        return trainStep(count: labels.count, learningRate: learningRate) { gradient, smoothing, weights in
            labels.withUnsafeBufferPointer { labels in
                partners.withUnsafeBufferPointer { partners in
                    mixedCrossEntropy(
                        gradient: gradient, logits: plan.output.data, labels: labels.baseAddress!,
                        targets: LossTargets(weights: weights, partners: partners.baseAddress!, share: share), count: labels.count,
                        classes: outputCount, smoothing: smoothing)
                }
            }
        }
    }

    private func trainStep(
        count: Int, learningRate: Float,
        loss: (_ gradient: UnsafeMutablePointer<Float>?, _ smoothing: Float, _ weights: UnsafePointer<Float>?) -> (
            loss: Float, correct: Int
        )
    ) -> TrainingStep {
        guard let settings, let gradients = plan.gradients else { preconditionFailure("a network for inference cannot be trained") }
        check(count: count)
        var run = run(count: count, isTraining: true)
        forward(run)
        let result = loss(plan.output.gradient, settings.labelSmoothing, plan.classWeights)
        guard result.loss.isFinite else {
            return TrainingStep(loss: result.loss, correct: result.correct, gradientNorm: nil, isDiverged: true)
        }
        let update = ParameterUpdate(settings, learningRate: learningRate, step: step + 1, plan: plan)
        guard let limit = settings.gradientClip else {
            run.update = update
            backward(run)
            return finish(result, norm: nil)
        }
        backward(run)
        let length = euclideanNorm(gradients, count: plan.table.parameterCount)
        guard length.isFinite else {
            return TrainingStep(loss: result.loss, correct: result.correct, gradientNorm: length, isDiverged: true)
        }
        // The small number is PyTorch's.
        let factor = limit / (length + 1e-6)
        if factor < 1 { scale(gradients, by: factor, count: plan.table.parameterCount) }
        if settings.decaysWeightsOnly {
            for entry in plan.table.parameters {
                update.apply(
                    plan.parameters + entry.offset, gradients: gradients + entry.offset, count: entry.count, decays: entry.isWeight)
            }
        } else {
            update.apply(plan.parameters, gradients: gradients, count: plan.table.parameterCount)
        }
        return finish(result, norm: length)
    }

    private func finish(_ result: (loss: Float, correct: Int), norm: Float?) -> TrainingStep {
        parametersVersion += 1
        step += 1
        updateAverages()
        return TrainingStep(loss: result.loss, correct: result.correct, gradientNorm: norm, isDiverged: false)
    }

    func check(images: [Float], count: Int) {
        check(count: count)
        precondition(images.count >= count * graph.input.elements, "fewer pixels than \(count) images have")
    }
}
