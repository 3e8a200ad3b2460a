/// How one step turns gradients into new parameters.
struct ParameterUpdate {
    let optimizer: Optimizer
    /// For parameters that are not to decay.
    let withoutDecay: Optimizer
    let learningRate: Float
    /// Counts from 1.
    let step: Int
    let parameters: UnsafeMutablePointer<Float>
    /// The optimizer's state, one block like the parameters' for each of its moments.
    let moments: [UnsafeMutablePointer<Float>]

    init(_ settings: TrainingSettings, learningRate: Float, step: Int, plan: NetworkPlan) {
        optimizer = settings.optimizer
        withoutDecay = settings.optimizer.withoutDecay
        self.learningRate = learningRate
        self.step = step
        parameters = plan.parameters
        moments = plan.moments
    }

    /// Updates `count` neighbouring parameters, `data` the first of them.
    func apply(_ data: UnsafeMutablePointer<Float>, gradients: UnsafePointer<Float>, count: Int, decays: Bool = true) {
        let first = data - parameters
        switch decays ? optimizer : withoutDecay {
        case .sgd(let momentum, let nesterov, let weightDecay):
            stochasticGradientDescent(
                data, velocity: moments.first.map { $0 + first }, gradients: gradients, count: count, learningRate: learningRate,
                momentum: momentum, nesterov: nesterov, weightDecay: weightDecay)
        case .adam(let beta1, let beta2, let epsilon, let weightDecay):
            adam(
                data, first: moments[0] + first, second: moments[1] + first, gradients: gradients, count: count,
                learningRate: learningRate, beta1: beta1, beta2: beta2, epsilon: epsilon, weightDecay: weightDecay, isDecoupled: false,
                step: step)
        case .adamW(let beta1, let beta2, let epsilon, let weightDecay):
            adam(
                data, first: moments[0] + first, second: moments[1] + first, gradients: gradients, count: count,
                learningRate: learningRate, beta1: beta1, beta2: beta2, epsilon: epsilon, weightDecay: weightDecay, isDecoupled: true,
                step: step)
        case .rmsProp(let alpha, let epsilon, let momentum, let weightDecay):
            rmsProp(
                data, square: moments[0] + first, velocity: moments.count > 1 ? moments[1] + first : nil, gradients: gradients,
                count: count, learningRate: learningRate, alpha: alpha, epsilon: epsilon, momentum: momentum, weightDecay: weightDecay)
        }
    }
}
