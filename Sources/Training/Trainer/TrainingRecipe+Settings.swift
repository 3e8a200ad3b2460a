internal import NAS
internal import TensorCore

extension TrainingRecipe {
    /// What the tensor core needs of a recipe, but for what follows from the data.
    var settings: TrainingSettings {
        let optimizer: TensorCore.Optimizer =
            switch optimizer {
            case .sgd: .sgd(momentum: Float(momentum), nesterov: nesterov, weightDecay: Float(weightDecay))
            case .adam:
                .adam(beta1: Float(beta1), beta2: Float(beta2), epsilon: Float(epsilon), weightDecay: Float(weightDecay))
            case .adamw:
                .adamW(beta1: Float(beta1), beta2: Float(beta2), epsilon: Float(epsilon), weightDecay: Float(weightDecay))
            case .rmsprop:
                .rmsProp(alpha: Float(alpha), epsilon: Float(epsilon), momentum: Float(momentum), weightDecay: Float(weightDecay))
            }
        var settings = TrainingSettings(
            optimizer: optimizer, labelSmoothing: Float(min(max(labelSmoothing, 0), 1)),
            gradientClip: gradientClip > 0 ? Float(gradientClip) : nil)
        settings.decaysWeightsOnly = weightDecayOn == .weights
        settings.averageDecay = Float(ema)
        return settings
    }

    /// Whether a training has to know which examples are of which class.
    var needsClassBalance: Bool { classWeights == .balanced || sampling == .balanced }
}
