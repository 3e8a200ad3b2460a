/// What a network needs to know to be trained. The learning rate comes with each step.
public struct TrainingSettings: Sendable, Hashable {
    /// How gradients become updates.
    public var optimizer: Optimizer
    /// Whether the weight decay leaves out parameters of one dimension: biases, and scale and shift of norms.
    public var decaysWeightsOnly = false
    /// Share of the target probability spread evenly over all classes (Szegedy et al. 2016), as in PyTorch.
    public var labelSmoothing: Float
    /// What an example of each class counts in the loss, as the weight of `torch.nn.CrossEntropyLoss`; nil for the same everywhere.
    public var classWeights: [Float]?
    /// What is kept of the moving average of the parameters in each step, below 1; 0 for no average.
    public var averageDecay: Float = 0
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
