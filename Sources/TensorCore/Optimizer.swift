/// How gradients become updates. Weight decay acts on every parameter, biases and batch norm included, which is
/// PyTorch's default for one parameter group.
public enum Optimizer: Sendable, Hashable {
    /// Stochastic gradient descent as `torch.optim.SGD` with dampening 0: the decay is added to the gradient.
    case sgd(momentum: Float = 0, nesterov: Bool = false, weightDecay: Float = 0)
    /// Adam with decoupled weight decay (Loshchilov and Hutter 2019), as `torch.optim.AdamW`.
    case adamW(beta1: Float = 0.9, beta2: Float = 0.999, epsilon: Float = 1e-8, weightDecay: Float = 0.01)

    /// Names of the state it keeps for each parameter.
    var moments: [String] {
        switch self {
        case .sgd(let momentum, _, _): momentum == 0 ? [] : ["momentum_buffer"]
        case .adamW: ["exp_avg", "exp_avg_sq"]
        }
    }

    /// Its name and settings as text, for a checkpoint to be refused where they differ.
    var signature: String {
        switch self {
        case .sgd(let momentum, let nesterov, let weightDecay):
            "sgd momentum=\(momentum) nesterov=\(nesterov) weight_decay=\(weightDecay)"
        case .adamW(let beta1, let beta2, let epsilon, let weightDecay):
            "adamw beta1=\(beta1) beta2=\(beta2) epsilon=\(epsilon) weight_decay=\(weightDecay)"
        }
    }
}

/// What a network needs to know to be trained. The learning rate comes with each step.
public struct TrainingSettings: Sendable, Hashable {
    /// How gradients become updates.
    public var optimizer: Optimizer
    /// Share of the target probability spread evenly over all classes (Szegedy et al. 2016), as in PyTorch.
    public var labelSmoothing: Float
    /// Largest norm of all gradients together; nil leaves them as they are. As `torch.nn.utils.clip_grad_norm_`.
    public var gradientClip: Float?
    /// Whether `exportGradients` is wanted: else a layer's gradients are given up when its parameters are updated.
    public var keepsGradients: Bool

    var keepsAllGradients: Bool { keepsGradients || gradientClip != nil }

    /// Creates settings; unless given otherwise, plain stochastic gradient descent.
    ///
    /// - Precondition: `labelSmoothing` is from 0 to 1.
    public init(
        optimizer: Optimizer = .sgd(), labelSmoothing: Float = 0, gradientClip: Float? = nil, keepsGradients: Bool = false
    ) {
        precondition(labelSmoothing >= 0 && labelSmoothing <= 1)
        self.optimizer = optimizer
        self.labelSmoothing = labelSmoothing
        self.gradientClip = gradientClip
        self.keepsGradients = keepsGradients
    }
}
