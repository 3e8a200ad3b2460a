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
        guard let settings, let gradients = plan.gradients else { preconditionFailure("a network for inference cannot be trained") }
        let count = labels.count
        check(count: count)
        var run = run(count: count, isTraining: true)
        forward(run)
        let result = labels.withUnsafeBufferPointer { labels in
            crossEntropy(
                gradient: plan.output.gradient, logits: plan.output.data, labels: labels.baseAddress!, count: count,
                classes: outputCount, smoothing: settings.labelSmoothing)
        }
        guard result.loss.isFinite else {
            return TrainingStep(loss: result.loss, correct: result.correct, gradientNorm: nil, isDiverged: true)
        }
        let update = ParameterUpdate(
            optimizer: settings.optimizer, learningRate: learningRate, step: step + 1, parameters: plan.parameters, moments: plan.moments)
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
        update.apply(plan.parameters, gradients: gradients, count: plan.table.parameterCount)
        return finish(result, norm: length)
    }

    private func finish(_ result: (loss: Float, correct: Int), norm: Float?) -> TrainingStep {
        parametersVersion += 1
        step += 1
        return TrainingStep(loss: result.loss, correct: result.correct, gradientNorm: norm, isDiverged: false)
    }

    func check(images: [Float], count: Int) {
        check(count: count)
        precondition(images.count >= count * graph.input.elements, "fewer pixels than \(count) images have")
    }
}
