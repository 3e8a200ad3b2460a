internal import NetworkGraph

/// A function of one number with its derivative, to be specialised into loops.
protocol ScalarFunction {
    static func value(_ x: Float) -> Float
    /// At a kink, PyTorch's choice.
    static func derivative(_ x: Float) -> Float
}

enum ReLU: ScalarFunction {
    // The comparison is this way round so that not-a-number goes through.
    @inline(__always) static func value(_ x: Float) -> Float { x < 0 ? 0 : x }
    @inline(__always) static func derivative(_ x: Float) -> Float { x > 0 ? 1 : 0 }
}

enum ReLU6: ScalarFunction {
    @inline(__always) static func value(_ x: Float) -> Float { x < 0 ? 0 : (x > 6 ? 6 : x) }
    @inline(__always) static func derivative(_ x: Float) -> Float { x > 0 ? (x < 6 ? 1 : 0) : 0 }
}

enum HardSigmoid: ScalarFunction {
    @inline(__always) static func value(_ x: Float) -> Float { ReLU6.value(x + 3) * (1 / 6) }
    @inline(__always) static func derivative(_ x: Float) -> Float { x > -3 ? (x < 3 ? 1 / 6 : 0) : 0 }
}

enum HardSwish: ScalarFunction {
    @inline(__always) static func value(_ x: Float) -> Float { x * ReLU6.value(x + 3) * (1 / 6) }
    @inline(__always) static func derivative(_ x: Float) -> Float { x < -3 ? 0 : (x > 3 ? 1 : x * (1 / 3) + 0.5) }
}

enum Sigmoid: ScalarFunction {
    @inline(__always) static func value(_ x: Float) -> Float { logistic(x) }
    /// On the side where 1 - y does not cancel; the derivative is even.
    @inline(__always) static func derivative(_ x: Float) -> Float {
        let y = logistic(x < 0 ? x : -x)
        return y * (1 - y)
    }
}

enum Tanh: ScalarFunction {
    @inline(__always) static func value(_ x: Float) -> Float { hyperbolicTangent(x) }
    /// 1 - tanh(x)^2 without its cancellation.
    @inline(__always) static func derivative(_ x: Float) -> Float {
        let e = exponential(x < 0 ? 2 * x : -2 * x)
        return 4 * e / ((1 + e) * (1 + e))
    }
}

/// Hendrycks and Gimpel 2016, equation 1, not the approximation with tanh.
enum GELU: ScalarFunction {
    @inline(__always) static func value(_ x: Float) -> Float { x * normalDistribution(x).cumulative }
    @inline(__always) static func derivative(_ x: Float) -> Float {
        let (cumulative, gaussian) = normalDistribution(x)
        return cumulative + x * gaussian * 0.398_942_28
    }
}

@inline(__always)
private func map<Function: ScalarFunction>(
    _: Function.Type, _ y: UnsafeMutablePointer<Float>, _ x: UnsafePointer<Float>, _ count: Int
) {
    for index in 0..<count { y[index] = Function.value(x[index]) }
}

@inline(__always)
private func mapBackward<Function: ScalarFunction>(
    _: Function.Type, _ dx: UnsafeMutablePointer<Float>, _ dy: UnsafePointer<Float>, _ x: UnsafePointer<Float>, _ count: Int,
    accumulates: Bool
) {
    if accumulates {
        for index in 0..<count { dx[index] += dy[index] * Function.derivative(x[index]) }
    } else {
        for index in 0..<count { dx[index] = dy[index] * Function.derivative(x[index]) }
    }
}

/// y = f(x), element by element.
func activationForward(
    _ function: Activation, y: UnsafeMutablePointer<Float>, x: UnsafePointer<Float>, count: Int
) {
    switch function {
    case .relu: map(ReLU.self, y, x, count)
    case .relu6: map(ReLU6.self, y, x, count)
    case .hardSigmoid: map(HardSigmoid.self, y, x, count)
    case .hardSwish: map(HardSwish.self, y, x, count)
    case .sigmoid: map(Sigmoid.self, y, x, count)
    case .tanh: map(Tanh.self, y, x, count)
    case .gelu: map(GELU.self, y, x, count)
    }
}

/// dx = dy * f'(x), or added to what is there.
func activationBackward(
    _ function: Activation, dx: UnsafeMutablePointer<Float>, dy: UnsafePointer<Float>, x: UnsafePointer<Float>, count: Int,
    accumulates: Bool
) {
    switch function {
    case .relu: mapBackward(ReLU.self, dx, dy, x, count, accumulates: accumulates)
    case .relu6: mapBackward(ReLU6.self, dx, dy, x, count, accumulates: accumulates)
    case .hardSigmoid: mapBackward(HardSigmoid.self, dx, dy, x, count, accumulates: accumulates)
    case .hardSwish: mapBackward(HardSwish.self, dx, dy, x, count, accumulates: accumulates)
    case .sigmoid: mapBackward(Sigmoid.self, dx, dy, x, count, accumulates: accumulates)
    case .tanh: mapBackward(Tanh.self, dx, dy, x, count, accumulates: accumulates)
    case .gelu: mapBackward(GELU.self, dx, dy, x, count, accumulates: accumulates)
    }
}
