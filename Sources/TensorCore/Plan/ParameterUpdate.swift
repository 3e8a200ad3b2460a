/// How one step turns gradients into new parameters.
struct ParameterUpdate {
    let optimizer: Optimizer
    let learningRate: Float
    /// Counts from 1.
    let step: Int
    let parameters: UnsafeMutablePointer<Float>
    /// The optimizer's state, one block like the parameters' for each of its moments.
    let moments: [UnsafeMutablePointer<Float>]

    /// Updates `count` neighbouring parameters, `data` the first of them.
    func apply(_ data: UnsafeMutablePointer<Float>, gradients: UnsafePointer<Float>, count: Int) {
        let first = data - parameters
        switch optimizer {
        case .sgd(let momentum, let nesterov, let weightDecay):
            stochasticGradientDescent(
                data, velocity: moments.first.map { $0 + first }, gradients: gradients, count: count, learningRate: learningRate,
                momentum: momentum, nesterov: nesterov, weightDecay: weightDecay)
        case .adamW(let beta1, let beta2, let epsilon, let weightDecay):
            adamW(
                data, first: moments[0] + first, second: moments[1] + first, gradients: gradients, count: count,
                learningRate: learningRate, beta1: beta1, beta2: beta2, epsilon: epsilon, weightDecay: weightDecay, step: step)
        }
    }
}
