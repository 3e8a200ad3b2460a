internal import NetworkGraph
internal import Support

/// Sums of this many wide rows are made in single precision before they go to double.
private let blockRows = 32

/// The channels' factors, repeated to the width of a wide row.
struct BatchNormFactors {
    let scale: UnsafeMutablePointer<Float>
    let shift: UnsafeMutablePointer<Float>
    let mean: UnsafeMutablePointer<Float>
    let byInput: UnsafeMutablePointer<Float>
    let offset: UnsafeMutablePointer<Float>
}

/// Sums over rows for each lane of a wide row, chunk by chunk.
struct LaneSums {
    /// Forward the sum of differences from the pivot, backward the sum of g.
    let total: UnsafeMutablePointer<Double>
    /// Forward the sum of squared differences from the pivot, backward that of g * (x - mean).
    let product: UnsafeMutablePointer<Double>
    /// Forward: rows so far.
    let seen: UnsafeMutablePointer<Double>
    /// Forward: a value near the mean, so that squares of differences from it do not cancel. The first block's mean.
    let pivot: UnsafeMutablePointer<Float>
    let width: Int

    init(_ memory: Memory, width: Int) throws(Diagnostic) {
        total = try memory.doubles(width)
        product = try memory.doubles(width)
        seen = try memory.doubles(width)
        pivot = try memory.floats(width)
        self.width = width
    }

    func clear() {
        total.update(repeating: 0, count: width)
        product.update(repeating: 0, count: width)
        seen.update(repeating: 0, count: width)
    }

    /// Adds a block's sums to the lanes from `lane` on, at most `count` of them.
    @inline(__always)
    fileprivate func add(_ first: Vector, _ second: Vector, at lane: Int, count: Int = lanes) {
        withUnsafeBytes(of: (first, second)) { bytes in
            let values = bytes.baseAddress!.assumingMemoryBound(to: Float.self)
            for index in 0..<count {
                total[lane + index] += Double(values[index])
                product[lane + index] += Double(values[lanes + index])
            }
        }
    }
}

/// Adds rows to the sums of differences from the pivot, and of their squares, of every lane. The first rows of a batch that
/// reach a lane give its pivot: the chunk that is visited first may be smaller than a wide row.
func laneStatistics(_ sums: LaneSums, _ x: UnsafePointer<Float>, count: Int) {
    let width = sums.width
    if sums.seen[width - 1] == 0 { setPivots(sums, x, count: count) }
    let pivot = sums.pivot
    var first = 0
    while first + width <= count {
        let rows = min(blockRows, (count - first) / width)
        var lane = 0
        // Two vectors at a time: enough sums in flight to keep both adders busy.
        while lane < width {
            let isPair = lane + 2 * lanes <= width
            let second = isPair ? lane + lanes : lane
            let (p, q) = (load(pivot + lane), load(pivot + second))
            var (a, b, c, d) = (Vector(), Vector(), Vector(), Vector())
            var place = x + first
            var left = rows
            while left > 0 {
                let (u, v) = (load(place + lane) - p, load(place + second) - q)
                a += u
                b = multiplyAdd(u, u, b)
                c += v
                d = multiplyAdd(v, v, d)
                place += width
                left &-= 1
            }
            sums.add(a, b, at: lane)
            if isPair { sums.add(c, d, at: second) }
            lane += isPair ? 2 * lanes : lanes
        }
        for lane in 0..<width { sums.seen[lane] += Double(rows) }
        first += rows * width
    }
    for lane in 0..<count - first {
        let difference = Double(x[first + lane]) - Double(pivot[lane])
        sums.total[lane] += difference
        sums.product[lane] += difference * difference
        sums.seen[lane] += 1
    }
}

private func setPivots(_ sums: LaneSums, _ x: UnsafePointer<Float>, count: Int) {
    let width = sums.width
    for lane in 0..<width where sums.seen[lane] == 0 {
        let rows = min(blockRows, (count - lane + width - 1) / width)
        var sum: Float = 0
        for row in 0..<max(rows, 0) { sum += x[row * width + lane] }
        sums.pivot[lane] = rows > 0 ? sum / Float(rows) : 0
    }
}

/// Adds to each lane's sum of g and of g * (x - mean), where g is dy through the activation. Writes g down where it is wanted.
@inline(__always)
private func outputGradientSums<Function: VectorFunction>(
    _: Function.Type, _ sums: LaneSums, _ dy: UnsafePointer<Float>, _ x: UnsafePointer<Float>, _ factors: BatchNormFactors,
    _ count: Int, _ target: UnsafeMutablePointer<Float>?
) {
    let width = sums.width
    var first = 0
    while first < count {
        // The last row may be short, and is then a block of its own.
        let rows = max(min(blockRows, (count - first) / width), 1)
        let end = min(width, count - first)
        var lane = 0
        while lane < end {
            let (scale, shift, mean) = (load(factors.scale + lane), load(factors.shift + lane), load(factors.mean + lane))
            var (a, b) = (Vector(), Vector())
            var (source, outputGradient) = (x + first + lane, dy + first + lane)
            var place = target.map { $0 + first + lane }
            let used = min(lanes, end - lane)
            var left = rows
            while left > 0 {
                let value = loadAhead(source)
                let gradient = Function.outputGradient(load(outputGradient), at: multiplyAdd(value, scale, shift))
                a += gradient
                b = multiplyAdd(gradient, value - mean, b)
                if let target = place {
                    store(target, gradient, lanes: used)
                    place = target + width
                }
                source += width
                outputGradient += width
                left &-= 1
            }
            sums.add(a, b, at: lane, count: used)
            lane += lanes
        }
        first += rows * width
    }
}

/// Adds to each lane's `total` the sum of g and to `product` that of g * (x - mean), where g is dy through the activation, which
/// may be written down, also in the place of dy.
func batchNormOutputGradientSums(
    _ function: Activation?, _ sums: LaneSums, dy: UnsafePointer<Float>, x: UnsafePointer<Float>, _ factors: BatchNormFactors,
    count: Int, through target: UnsafeMutablePointer<Float>? = nil
) {
    switch function {
    case .relu: outputGradientSums(VectorReLU.self, sums, dy, x, factors, count, target)
    case .relu6: outputGradientSums(VectorReLU6.self, sums, dy, x, factors, count, target)
    case .hardSwish: outputGradientSums(VectorHardSwish.self, sums, dy, x, factors, count, target)
    case .hardSigmoid: outputGradientSums(VectorHardSigmoid.self, sums, dy, x, factors, count, target)
    default: outputGradientSums(VectorIdentity.self, sums, dy, x, factors, count, target)
    }
}

/// dx = scale * g + byInput * x + offset.
@inline(__always)
private func inputGradient<Function: VectorFunction>(
    _: Function.Type, _ dx: UnsafeMutablePointer<Float>, _ dy: UnsafePointer<Float>, _ x: UnsafePointer<Float>,
    _ factors: BatchNormFactors, _ count: Int, _ width: Int, accumulates: Bool
) {
    let (scale, shift, byInput, offset) = (factors.scale, factors.shift, factors.byInput, factors.offset)
    var first = 0
    while first < count {
        let (source, outputGradient, target, end) = (x + first, dy + first, dx + first, min(width, count &- first))
        var lane = 0
        while lane < end {
            let (value, factor) = (loadAhead(source + lane), load(scale + lane))
            let gradient = Function.outputGradient(loadAhead(outputGradient + lane), at: multiplyAdd(value, factor, load(shift + lane)))
            var result = multiplyAdd(factor, gradient, multiplyAdd(load(byInput + lane), value, load(offset + lane)))
            if accumulates { result += load(target + lane) }
            if lane &+ lanes <= end {
                store(target + lane, result)
            } else {
                store(target + lane, result, lanes: end - lane)
            }
            lane &+= lanes
        }
        first &+= width
    }
}

/// dx = scale * g + byInput * x + offset, or added to what is there, where g is dy through the activation.
func batchNormInputGradient(
    _ function: Activation?, _ dx: UnsafeMutablePointer<Float>, dy: UnsafePointer<Float>, x: UnsafePointer<Float>,
    _ factors: BatchNormFactors, count: Int, width: Int, accumulates: Bool
) {
    switch function {
    case .relu: inputGradient(VectorReLU.self, dx, dy, x, factors, count, width, accumulates: accumulates)
    case .relu6: inputGradient(VectorReLU6.self, dx, dy, x, factors, count, width, accumulates: accumulates)
    case .hardSwish: inputGradient(VectorHardSwish.self, dx, dy, x, factors, count, width, accumulates: accumulates)
    case .hardSigmoid: inputGradient(VectorHardSigmoid.self, dx, dy, x, factors, count, width, accumulates: accumulates)
    default: inputGradient(VectorIdentity.self, dx, dy, x, factors, count, width, accumulates: accumulates)
    }
}
