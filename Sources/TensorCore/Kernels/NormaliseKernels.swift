internal import NetworkGraph

/// y = f(x * scale + shift), row after row, for memory likes to be read in order.
@inline(__always)
private func normalise<Function: VectorFunction>(
    _: Function.Type, _ y: UnsafeMutablePointer<Float>, _ x: UnsafePointer<Float>, _ scale: UnsafePointer<Float>,
    _ shift: UnsafePointer<Float>, _ count: Int, _ width: Int
) {
    var first = 0
    if width == 4 * lanes {
        let (s0, s1, s2, s3) = (load(scale), load(scale + lanes), load(scale + 2 * lanes), load(scale + 3 * lanes))
        let (t0, t1, t2, t3) = (load(shift), load(shift + lanes), load(shift + 2 * lanes), load(shift + 3 * lanes))
        while first &+ width <= count {
            let (source, target) = (x + first, y + first)
            store(target, Function.value(multiplyAdd(loadAhead(source), s0, t0)))
            store(target + lanes, Function.value(multiplyAdd(loadAhead(source + lanes), s1, t1)))
            store(target + 2 * lanes, Function.value(multiplyAdd(loadAhead(source + 2 * lanes), s2, t2)))
            store(target + 3 * lanes, Function.value(multiplyAdd(loadAhead(source + 3 * lanes), s3, t3)))
            first &+= width
        }
    }
    while first < count {
        let (source, target, end) = (x + first, y + first, min(width, count &- first))
        var lane = 0
        while lane &+ lanes <= end {
            store(target + lane, Function.value(multiplyAdd(loadAhead(source + lane), load(scale + lane), load(shift + lane))))
            lane &+= lanes
        }
        if lane < end {
            let value = Function.value(multiplyAdd(loadAhead(source + lane), load(scale + lane), load(shift + lane)))
            store(target + lane, value, lanes: end - lane)
        }
        first &+= width
    }
}

/// y = f(x * scale + shift), with f the identity or a cheap activation.
func batchNormForward(
    _ function: Activation?, _ y: UnsafeMutablePointer<Float>, _ x: UnsafePointer<Float>, scale: UnsafePointer<Float>,
    shift: UnsafePointer<Float>, count: Int, width: Int
) {
    switch function {
    case .relu: normalise(VectorReLU.self, y, x, scale, shift, count, width)
    case .relu6: normalise(VectorReLU6.self, y, x, scale, shift, count, width)
    case .hardSwish: normalise(VectorHardSwish.self, y, x, scale, shift, count, width)
    case .hardSigmoid: normalise(VectorHardSigmoid.self, y, x, scale, shift, count, width)
    default: normalise(VectorIdentity.self, y, x, scale, shift, count, width)
    }
}

/// dx = dy * f'(x * scale + shift), or added to what is there.
@inline(__always)
private func outputGradient<Function: VectorFunction>(
    _: Function.Type, _ dx: UnsafeMutablePointer<Float>, _ dy: UnsafePointer<Float>, _ x: UnsafePointer<Float>,
    _ scale: UnsafePointer<Float>, _ shift: UnsafePointer<Float>, _ count: Int, _ width: Int, accumulates: Bool
) {
    var first = 0
    while first < count {
        let end = min(width, count &- first)
        var lane = 0
        while lane < end {
            let place = first &+ lane
            let value = multiplyAdd(loadAhead(x + place), load(scale + lane), load(shift + lane))
            var result = Function.outputGradient(load(dy + place), at: value)
            if accumulates { result += load(dx + place) }
            store(dx + place, result, lanes: min(lanes, end &- lane))
            lane &+= lanes
        }
        first &+= width
    }
}

/// dx = dy * f'(x * scale + shift), or added to what is there, with f a cheap activation.
func normalisedOutputGradient(
    _ function: Activation, _ dx: UnsafeMutablePointer<Float>, dy: UnsafePointer<Float>, _ x: UnsafePointer<Float>,
    scale: UnsafePointer<Float>, shift: UnsafePointer<Float>, count: Int, width: Int, accumulates: Bool
) {
    switch function {
    case .relu: outputGradient(VectorReLU.self, dx, dy, x, scale, shift, count, width, accumulates: accumulates)
    case .relu6: outputGradient(VectorReLU6.self, dx, dy, x, scale, shift, count, width, accumulates: accumulates)
    case .hardSwish: outputGradient(VectorHardSwish.self, dx, dy, x, scale, shift, count, width, accumulates: accumulates)
    case .hardSigmoid: outputGradient(VectorHardSigmoid.self, dx, dy, x, scale, shift, count, width, accumulates: accumulates)
    case .sigmoid, .tanh, .gelu: preconditionFailure("not a cheap activation")
    }
}
