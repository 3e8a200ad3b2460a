internal import CKernelShims

// A row of an activation with few channels is too short for a vector loop. These kernels work on wide rows: several
// neighbouring rows as one, with the channels' factors repeated alongside. `lanes` is the width of a wide row, a multiple
// of the channels; `count` all elements. The last wide row may be short.

/// Sums of this many wide rows are made in single precision before they go to double.
private let blockRows = 16

/// Mean and sum of squared differences from it for every lane: each block's from two passes while it is in cache, blocks
/// joined as Chan, Golub and LeVeque (1979) do, without the cancellation that a sum of squares has.
func laneStatistics(
    mean: UnsafeMutablePointer<Double>, squares: UnsafeMutablePointer<Double>, sum: UnsafeMutablePointer<Float>,
    spread: UnsafeMutablePointer<Float>, _ x: UnsafePointer<Float>, count: Int, lanes: Int
) {
    mean.update(repeating: 0, count: lanes)
    squares.update(repeating: 0, count: lanes)
    let rows = count / lanes
    var first = 0
    while first < rows {
        let end = min(first + blockRows, rows)
        sum.update(repeating: 0, count: lanes)
        for row in first..<end {
            let source = x + row * lanes
            for lane in 0..<lanes { sum[lane] += source[lane] }
        }
        let share = 1 / Float(end - first)
        for lane in 0..<lanes { sum[lane] *= share }
        spread.update(repeating: 0, count: lanes)
        for row in first..<end {
            let source = x + row * lanes
            for lane in 0..<lanes {
                let difference = source[lane] - sum[lane]
                spread[lane] = nas_multiply_add(difference, difference, spread[lane])
            }
        }
        let weight = Double(end - first) / Double(end)
        let scale = weight * Double(first)
        for lane in 0..<lanes {
            let difference = Double(sum[lane]) - mean[lane]
            mean[lane] += difference * weight
            squares[lane] += Double(spread[lane]) + difference * difference * scale
        }
        first = end
    }
    let weight = 1 / Double(rows + 1)
    for lane in 0..<count - rows * lanes {
        let difference = Double(x[rows * lanes + lane]) - mean[lane]
        mean[lane] += difference * weight
        squares[lane] += difference * difference * weight * Double(rows)
    }
}

/// What batch norm does before the activation that follows it; in one place, for the same bits forward and backward.
@inline(__always)
private func normalised(_ x: Float, _ scale: Float, _ shift: Float) -> Float { nas_multiply_add(x, scale, shift) }

/// y = f(x * scale + shift).
@inline(__always)
private func normalise<Function: ScalarFunction>(
    _: Function.Type, _ y: UnsafeMutablePointer<Float>, _ x: UnsafePointer<Float>, _ scale: UnsafePointer<Float>,
    _ shift: UnsafePointer<Float>, _ count: Int, _ lanes: Int
) {
    var first = 0
    while first < count {
        let (source, target) = (x + first, y + first)
        for lane in 0..<min(lanes, count - first) {
            target[lane] = Function.value(normalised(source[lane], scale[lane], shift[lane]))
        }
        first += lanes
    }
}

/// y = f(x * scale + shift), with f the identity, ReLU or ReLU6.
func batchNormForward(
    _ function: ActivationFunction?, _ y: UnsafeMutablePointer<Float>, _ x: UnsafePointer<Float>, scale: UnsafePointer<Float>,
    shift: UnsafePointer<Float>, count: Int, lanes: Int
) {
    switch function {
    case .relu: normalise(ReLU.self, y, x, scale, shift, count, lanes)
    case .relu6: normalise(ReLU6.self, y, x, scale, shift, count, lanes)
    default: normalise(Identity.self, y, x, scale, shift, count, lanes)
    }
}

private enum Identity: ScalarFunction {
    @inline(__always) static func value(_ x: Float) -> Float { x }
    @inline(__always) static func derivative(_ x: Float) -> Float { 1 }
}

/// For each lane the sum of g and of g * (x - mean), where g is dy through the activation.
@inline(__always)
private func slopeSums<Function: ScalarFunction>(
    _: Function.Type, _ total: UnsafeMutablePointer<Double>, _ product: UnsafeMutablePointer<Double>,
    _ sum: UnsafeMutablePointer<Float>, _ spread: UnsafeMutablePointer<Float>, _ dy: UnsafePointer<Float>, _ x: UnsafePointer<Float>,
    _ factors: BatchNormFactors, _ count: Int, _ lanes: Int
) {
    let (scale, shift, mean) = (factors.scale, factors.shift, factors.mean)
    total.update(repeating: 0, count: lanes)
    product.update(repeating: 0, count: lanes)
    var first = 0
    while first < count {
        let end = min(first + blockRows * lanes, count)
        sum.update(repeating: 0, count: lanes)
        spread.update(repeating: 0, count: lanes)
        while first < end {
            let (source, slope) = (x + first, dy + first)
            for lane in 0..<min(lanes, end - first) {
                let value = source[lane]
                let gradient = slope[lane] * Function.derivative(normalised(value, scale[lane], shift[lane]))
                sum[lane] += gradient
                spread[lane] = nas_multiply_add(gradient, value - mean[lane], spread[lane])
            }
            first += lanes
        }
        for lane in 0..<lanes {
            total[lane] += Double(sum[lane])
            product[lane] += Double(spread[lane])
        }
    }
}

/// For each lane, into `total` the sum of g and into `product` that of g * (x - mean), where g is dy through the activation.
func batchNormSlopeSums(
    _ function: ActivationFunction?, total: UnsafeMutablePointer<Double>, product: UnsafeMutablePointer<Double>,
    sum: UnsafeMutablePointer<Float>, spread: UnsafeMutablePointer<Float>, dy: UnsafePointer<Float>, x: UnsafePointer<Float>,
    _ factors: BatchNormFactors, count: Int, lanes: Int
) {
    switch function {
    case .relu: slopeSums(ReLU.self, total, product, sum, spread, dy, x, factors, count, lanes)
    case .relu6: slopeSums(ReLU6.self, total, product, sum, spread, dy, x, factors, count, lanes)
    default: slopeSums(Identity.self, total, product, sum, spread, dy, x, factors, count, lanes)
    }
}

/// dx = scale * g + slope * (x - mean) + offset.
@inline(__always)
private func inputGradient<Function: ScalarFunction>(
    _: Function.Type, _ dx: UnsafeMutablePointer<Float>, _ dy: UnsafePointer<Float>, _ x: UnsafePointer<Float>,
    _ factors: BatchNormFactors, _ count: Int, _ lanes: Int, accumulates: Bool
) {
    let (scale, shift, mean) = (factors.scale, factors.shift, factors.mean)
    let (byInput, offset) = (factors.byInput, factors.offset)
    var first = 0
    while first < count {
        let (source, slope, target) = (x + first, dy + first, dx + first)
        let width = min(lanes, count - first)
        if accumulates {
            for lane in 0..<width {
                let value = source[lane]
                let gradient = slope[lane] * Function.derivative(normalised(value, scale[lane], shift[lane]))
                let through = nas_multiply_add(byInput[lane], value - mean[lane], offset[lane])
                target[lane] += nas_multiply_add(scale[lane], gradient, through)
            }
        } else {
            for lane in 0..<width {
                let value = source[lane]
                let gradient = slope[lane] * Function.derivative(normalised(value, scale[lane], shift[lane]))
                let through = nas_multiply_add(byInput[lane], value - mean[lane], offset[lane])
                target[lane] = nas_multiply_add(scale[lane], gradient, through)
            }
        }
        first += lanes
    }
}

/// dx = scale * g + byInput * (x - mean) + offset, or added to what is there, where g is dy through the activation.
func batchNormInputGradient(
    _ function: ActivationFunction?, _ dx: UnsafeMutablePointer<Float>, dy: UnsafePointer<Float>, x: UnsafePointer<Float>,
    _ factors: BatchNormFactors, count: Int, lanes: Int, accumulates: Bool
) {
    switch function {
    case .relu: inputGradient(ReLU.self, dx, dy, x, factors, count, lanes, accumulates: accumulates)
    case .relu6: inputGradient(ReLU6.self, dx, dy, x, factors, count, lanes, accumulates: accumulates)
    default: inputGradient(Identity.self, dx, dy, x, factors, count, lanes, accumulates: accumulates)
    }
}

/// The channels' factors, repeated to the width of a wide row.
struct BatchNormFactors {
    let scale: UnsafeMutablePointer<Float>
    let shift: UnsafeMutablePointer<Float>
    let mean: UnsafeMutablePointer<Float>
    let byInput: UnsafeMutablePointer<Float>
    let offset: UnsafeMutablePointer<Float>
}
