/// How gradients become updates. Weight decay acts on every parameter, biases and batch norm included, which is
/// PyTorch's default for one parameter group, unless `TrainingSettings.decaysWeightsOnly`.
public enum Optimizer: Sendable, Hashable {
    /// Stochastic gradient descent as `torch.optim.SGD` with dampening 0: the decay is added to the gradient.
    case sgd(momentum: Float = 0, nesterov: Bool = false, weightDecay: Float = 0)
    /// Adam (Kingma and Ba 2015) as `torch.optim.Adam`: the decay is added to the gradient.
    case adam(beta1: Float = 0.9, beta2: Float = 0.999, epsilon: Float = 1e-8, weightDecay: Float = 0)
    /// Adam with decoupled weight decay (Loshchilov and Hutter 2019), as `torch.optim.AdamW`.
    case adamW(beta1: Float = 0.9, beta2: Float = 0.999, epsilon: Float = 1e-8, weightDecay: Float = 0.01)
    /// RMSprop (Tieleman and Hinton 2012) as `torch.optim.RMSprop` with centered=False: the decay is added to the gradient, the
    /// momentum is of the divided gradients.
    case rmsProp(alpha: Float = 0.99, epsilon: Float = 1e-8, momentum: Float = 0, weightDecay: Float = 0)

    /// Names of the state it keeps for each parameter.
    var moments: [String] {
        switch self {
        case .sgd(let momentum, _, _): momentum == 0 ? [] : ["momentum_buffer"]
        case .adam, .adamW: ["exp_avg", "exp_avg_sq"]
        case .rmsProp(_, _, let momentum, _): momentum == 0 ? ["square_avg"] : ["square_avg", "momentum_buffer"]
        }
    }

    /// The same without weight decay.
    var withoutDecay: Optimizer {
        switch self {
        case .sgd(let momentum, let nesterov, _): .sgd(momentum: momentum, nesterov: nesterov, weightDecay: 0)
        case .adam(let beta1, let beta2, let epsilon, _): .adam(beta1: beta1, beta2: beta2, epsilon: epsilon, weightDecay: 0)
        case .adamW(let beta1, let beta2, let epsilon, _): .adamW(beta1: beta1, beta2: beta2, epsilon: epsilon, weightDecay: 0)
        case .rmsProp(let alpha, let epsilon, let momentum, _):
            .rmsProp(alpha: alpha, epsilon: epsilon, momentum: momentum, weightDecay: 0)
        }
    }

    /// Its name and settings as text, for a checkpoint to be refused where they differ.
    var signature: String {
        switch self {
        case .sgd(let momentum, let nesterov, let weightDecay):
            "sgd momentum=\(momentum) nesterov=\(nesterov) weight_decay=\(weightDecay)"
        case .adam(let beta1, let beta2, let epsilon, let weightDecay):
            "adam beta1=\(beta1) beta2=\(beta2) epsilon=\(epsilon) weight_decay=\(weightDecay)"
        case .adamW(let beta1, let beta2, let epsilon, let weightDecay):
            "adamw beta1=\(beta1) beta2=\(beta2) epsilon=\(epsilon) weight_decay=\(weightDecay)"
        case .rmsProp(let alpha, let epsilon, let momentum, let weightDecay):
            "rmsprop alpha=\(alpha) epsilon=\(epsilon) momentum=\(momentum) weight_decay=\(weightDecay)"
        }
    }
}
