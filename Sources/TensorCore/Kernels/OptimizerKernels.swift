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

/// torch.optim.AdamW; `step` counts from 1.
func adamW(
    _ parameters: UnsafeMutablePointer<Float>, first: UnsafeMutablePointer<Float>, second: UnsafeMutablePointer<Float>,
    gradients: UnsafePointer<Float>, count: Int, learningRate: Float, beta1: Float, beta2: Float, epsilon: Float, weightDecay: Float,
    step: Int
) {
    let keep = 1 - learningRate * weightDecay
    let rate = Float(Double(learningRate) / (1 - power(Double(beta1), step)))
    let correction = Float(1 / (1 - power(Double(beta2), step)).squareRoot())
    let (rest1, rest2) = (1 - beta1, 1 - beta2)
    for index in 0..<count {
        let gradient = gradients[index]
        let mean = beta1 * first[index] + rest1 * gradient
        let square = beta2 * second[index] + rest2 * gradient * gradient
        first[index] = mean
        second[index] = square
        parameters[index] = parameters[index] * keep - rate * mean / (square.squareRoot() * correction + epsilon)
    }
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
