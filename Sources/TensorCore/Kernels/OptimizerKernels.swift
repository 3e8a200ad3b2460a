/// torch.optim.SGD: g' = g + decay w; v = momentum v + g'; w -= rate v, or with Nesterov rate (g' + momentum v).
func stochasticGradientDescent(
    _ parameters: UnsafeMutablePointer<Float>, velocity: UnsafeMutablePointer<Float>?, gradients: UnsafePointer<Float>, count: Int,
    learningRate: Float, momentum: Float, nesterov: Bool, weightDecay: Float
) {
    guard let velocity else {
        for index in 0..<count {
            let weight = parameters[index]
            parameters[index] = weight - learningRate * (gradients[index] + weightDecay * weight)
        }
        return
    }
    if nesterov {
        for index in 0..<count {
            let weight = parameters[index]
            let gradient = gradients[index] + weightDecay * weight
            let speed = momentum * velocity[index] + gradient
            velocity[index] = speed
            parameters[index] = weight - learningRate * (gradient + momentum * speed)
        }
    } else {
        for index in 0..<count {
            let weight = parameters[index]
            let speed = momentum * velocity[index] + (gradients[index] + weightDecay * weight)
            velocity[index] = speed
            parameters[index] = weight - learningRate * speed
        }
    }
}

/// torch.optim.AdamW, or torch.optim.Adam where the decay is not decoupled; `step` counts from 1.
func adam(
    _ parameters: UnsafeMutablePointer<Float>, first: UnsafeMutablePointer<Float>, second: UnsafeMutablePointer<Float>,
    gradients: UnsafePointer<Float>, count: Int, learningRate: Float, beta1: Float, beta2: Float, epsilon: Float, weightDecay: Float,
    isDecoupled: Bool, step: Int
) {
    let keep = isDecoupled ? 1 - learningRate * weightDecay : 1
    let rate = Float(Double(learningRate) / (1 - power(Double(beta1), step)))
    let correction = Float(1 / (1 - power(Double(beta2), step)).squareRoot())
    let (rest1, rest2) = (1 - beta1, 1 - beta2)
    @inline(__always) func update(_ index: Int, _ gradient: Float) {
        let mean = beta1 * first[index] + rest1 * gradient
        let square = beta2 * second[index] + rest2 * gradient * gradient
        first[index] = mean
        second[index] = square
        parameters[index] = parameters[index] * keep - rate * mean / (square.squareRoot() * correction + epsilon)
    }
    if isDecoupled || weightDecay == 0 {
        for index in 0..<count { update(index, gradients[index]) }
    } else {
        for index in 0..<count { update(index, gradients[index] + weightDecay * parameters[index]) }
    }
}

/// torch.optim.RMSprop, not centred: s = alpha s + (1 - alpha) g^2; w -= rate g / (sqrt(s) + epsilon), or with momentum that quotient
/// goes into a running sum first, v = momentum v + g / (sqrt(s) + epsilon); w -= rate v.
func rmsProp(
    _ parameters: UnsafeMutablePointer<Float>, square: UnsafeMutablePointer<Float>, velocity: UnsafeMutablePointer<Float>?,
    gradients: UnsafePointer<Float>, count: Int, learningRate: Float, alpha: Float, epsilon: Float, momentum: Float, weightDecay: Float
) {
    let rest = 1 - alpha
    @inline(__always) func step(_ index: Int) -> Float {
        let gradient = gradients[index] + weightDecay * parameters[index]
        let mean = alpha * square[index] + rest * gradient * gradient
        square[index] = mean
        return gradient / (mean.squareRoot() + epsilon)
    }
    guard let velocity else {
        for index in 0..<count { parameters[index] -= learningRate * step(index) }
        return
    }
    for index in 0..<count {
        let speed = momentum * velocity[index] + step(index)
        velocity[index] = speed
        parameters[index] -= learningRate * speed
    }
}

/// a += share (w - a): one step of a moving average.
func moveAverage(_ average: UnsafeMutablePointer<Float>, to values: UnsafePointer<Float>, share: Float, count: Int) {
    for index in 0..<count { average[index] += share * (values[index] - average[index]) }
}

/// A power by repeated squaring: the same bits whatever the C library.
private func power(_ base: Double, _ exponent: Int) -> Double {
    var (result, base, exponent) = (1.0, base, exponent)
    while exponent > 0 {
        if exponent & 1 == 1 { result *= base }
        base *= base
        exponent >>= 1
    }
    return result
}
