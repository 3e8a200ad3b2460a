internal import CKernelShims
internal import Support

// A row of an activation with few channels is too short for a vector loop. These kernels work on wide rows: several
// neighbouring rows as one, with the channels' factors repeated alongside. `lanes` is the width of a wide row, a multiple
// of the channels; `count` all elements. The last wide row may be short.

/// Sums of this many wide rows are made in single precision before they go to double.
private let blockRows = 32

/// Sums over rows for each lane of a wide row, chunk by chunk.
struct LaneSums {
    /// Forward the mean so far, backward the sum of g.
    let total: UnsafeMutablePointer<Double>
    /// Forward the sum of squared differences from the mean, backward that of g * (x - mean).
    let product: UnsafeMutablePointer<Double>
    /// Rows so far.
    let seen: UnsafeMutablePointer<Double>
    let pivot: UnsafeMutablePointer<Float>
    /// One block's sums.
    let first: UnsafeMutablePointer<Float>
    let second: UnsafeMutablePointer<Float>
    private let width: Int

    init(_ memory: Memory, width: Int) throws(Diagnostic) {
        total = try memory.doubles(width)
        product = try memory.doubles(width)
        seen = try memory.doubles(width)
        pivot = try memory.floats(width)
        first = try memory.floats(width)
        second = try memory.floats(width)
        self.width = width
    }

    func clear() {
        total.update(repeating: 0, count: width)
        product.update(repeating: 0, count: width)
        seen.update(repeating: 0, count: width)
    }
}

/// Adds rows to the mean and the sum of squared differences of every lane. Each block of rows is passed over once, with
/// differences from a pivot near the mean (the mean so far, at first the first row), so that nothing cancels; blocks are
/// joined as Chan, Golub and LeVeque (1979) do.
func laneStatistics(_ sums: LaneSums, _ x: UnsafePointer<Float>, count: Int, width: Int) {
    let (total, product, seen) = (sums.total, sums.product, sums.seen)
    let (pivot, first, second) = (sums.pivot, sums.first, sums.second)
    var start = 0
    while start < count {
        // The last row may be short, and is then a block of its own.
        let rows = min(blockRows, (count - start) / width)
        let width = rows == 0 ? count - start : width
        let deep = max(rows, 1)
        let block = x + start
        for lane in 0..<width { pivot[lane] = seen[lane] > 0 ? Float(total[lane]) : block[lane] }
        first.update(repeating: 0, count: width)
        second.update(repeating: 0, count: width)
        for row in 0..<deep {
            let source = block + row * width
            for lane in 0..<width {
                let difference = source[lane] - pivot[lane]
                first[lane] += difference
                second[lane] = nas_multiply_add(difference, difference, second[lane])
            }
        }
        let here = Double(deep)
        for lane in 0..<width {
            let sum = Double(first[lane])
            let squares = max(Double(second[lane]) - sum * sum / here, 0)
            let all = seen[lane] + here
            let difference = Double(pivot[lane]) + sum / here - total[lane]
            total[lane] += difference * here / all
            product[lane] += squares + difference * difference * seen[lane] * here / all
            seen[lane] = all
        }
        start += deep * width
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

/// y = f(x * scale + shift), with f the identity or a cheap activation.
func batchNormForward(
    _ function: ActivationFunction?, _ y: UnsafeMutablePointer<Float>, _ x: UnsafePointer<Float>, scale: UnsafePointer<Float>,
    shift: UnsafePointer<Float>, count: Int, lanes: Int
) {
    switch function {
    case .relu: normalise(ReLU.self, y, x, scale, shift, count, lanes)
    case .relu6: normalise(ReLU6.self, y, x, scale, shift, count, lanes)
    case .hardSwish: normalise(HardSwish.self, y, x, scale, shift, count, lanes)
    case .hardSigmoid: normalise(HardSigmoid.self, y, x, scale, shift, count, lanes)
    default: normalise(Identity.self, y, x, scale, shift, count, lanes)
    }
}

private enum Identity: ScalarFunction {
    @inline(__always) static func value(_ x: Float) -> Float { x }
    @inline(__always) static func derivative(_ x: Float) -> Float { 1 }
}

/// Adds to each lane's sum of g and of g * (x - mean), where g is dy through the activation.
@inline(__always)
private func slopeSums<Function: ScalarFunction>(
    _: Function.Type, _ sums: LaneSums, _ dy: UnsafePointer<Float>, _ x: UnsafePointer<Float>, _ factors: BatchNormFactors,
    _ count: Int, _ lanes: Int
) {
    let (scale, shift, mean) = (factors.scale, factors.shift, factors.mean)
    let (total, product, sum, spread) = (sums.total, sums.product, sums.first, sums.second)
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

/// Adds to each lane's `total` the sum of g and to `product` that of g * (x - mean), where g is dy through the activation.
func batchNormSlopeSums(
    _ function: ActivationFunction?, _ sums: LaneSums, dy: UnsafePointer<Float>, x: UnsafePointer<Float>, _ factors: BatchNormFactors,
    count: Int, lanes: Int
) {
    switch function {
    case .relu: slopeSums(ReLU.self, sums, dy, x, factors, count, lanes)
    case .relu6: slopeSums(ReLU6.self, sums, dy, x, factors, count, lanes)
    case .hardSwish: slopeSums(HardSwish.self, sums, dy, x, factors, count, lanes)
    case .hardSigmoid: slopeSums(HardSigmoid.self, sums, dy, x, factors, count, lanes)
    default: slopeSums(Identity.self, sums, dy, x, factors, count, lanes)
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
    case .hardSwish: inputGradient(HardSwish.self, dx, dy, x, factors, count, lanes, accumulates: accumulates)
    case .hardSigmoid: inputGradient(HardSigmoid.self, dx, dy, x, factors, count, lanes, accumulates: accumulates)
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
