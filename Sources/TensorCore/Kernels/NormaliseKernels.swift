/// y = f(x * scale + shift). Four vectors' factors stay in registers while all rows go by.
@inline(__always)
private func normalise<Function: VectorFunction>(
    _: Function.Type, _ y: UnsafeMutablePointer<Float>, _ x: UnsafePointer<Float>, _ scale: UnsafePointer<Float>,
    _ shift: UnsafePointer<Float>, _ count: Int, _ width: Int
) {
    let rows = count / width
    var lane = 0
    while lane &+ 4 &* lanes <= width, rows > 0 {
        let (s0, s1) = (load(scale + lane), load(scale + lane + lanes))
        let (s2, s3) = (load(scale + lane + 2 * lanes), load(scale + lane + 3 * lanes))
        let (t0, t1) = (load(shift + lane), load(shift + lane + lanes))
        let (t2, t3) = (load(shift + lane + 2 * lanes), load(shift + lane + 3 * lanes))
        var (source, target) = (x + lane, y + lane)
        var left = rows
        while left > 0 {
            store(target, Function.value(multiplyAdd(load(source), s0, t0)))
            store(target + lanes, Function.value(multiplyAdd(load(source + lanes), s1, t1)))
            store(target + 2 * lanes, Function.value(multiplyAdd(load(source + 2 * lanes), s2, t2)))
            store(target + 3 * lanes, Function.value(multiplyAdd(load(source + 3 * lanes), s3, t3)))
            source += width
            target += width
            left &-= 1
        }
        lane &+= 4 &* lanes
    }
    while lane < width {
        let (s, t) = (load(scale + lane), load(shift + lane))
        var (source, target) = (x + lane, y + lane)
        var left = rows
        while left > 0 {
            store(target, Function.value(multiplyAdd(load(source), s, t)))
            source += width
            target += width
            left &-= 1
        }
        lane &+= lanes
    }
    let (source, target, rest) = (x + rows * width, y + rows * width, count - rows * width)
    lane = 0
    while lane < rest {
        let value = Function.value(multiplyAdd(load(source + lane), load(scale + lane), load(shift + lane)))
        store(target + lane, value, lanes: min(lanes, rest - lane))
        lane += lanes
    }
}

/// y = f(x * scale + shift), with f the identity or a cheap activation.
func batchNormForward(
    _ function: ActivationFunction?, _ y: UnsafeMutablePointer<Float>, _ x: UnsafePointer<Float>, scale: UnsafePointer<Float>,
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
