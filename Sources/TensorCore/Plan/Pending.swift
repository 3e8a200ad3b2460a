internal import NetworkGraph

/// A cheap function of stored values that each reader applies: f(x * scale + shift) with factors for each channel, or f(x).
struct Pending {
    let function: Activation?
    /// The channels' factors, repeated to `width`; nil where there is only the function.
    let scale: UnsafePointer<Float>?
    let shift: UnsafePointer<Float>?
    /// Floats in a wide row: a multiple of the channels.
    let width: Int

    init(_ function: Activation) {
        self.function = function
        (scale, shift, width) = (nil, nil, 1)
    }

    init(_ function: Activation?, scale: UnsafePointer<Float>, shift: UnsafePointer<Float>, width: Int) {
        self.function = function
        (self.scale, self.shift, self.width) = (scale, shift, width)
    }

    /// y = f(x), for neighbouring elements that begin with the first channel.
    func apply(to y: UnsafeMutablePointer<Float>, _ x: UnsafePointer<Float>, count: Int) {
        if let scale, let shift {
            batchNormForward(function, y, x, scale: scale, shift: shift, count: count, width: width)
        } else if let function {
            activationForward(function, y: y, x: x, count: count)
        } else {
            y.update(from: x, count: count)
        }
    }

    /// dx = dy through f at x, or added to what is there.
    func outputGradient(
        _ dx: UnsafeMutablePointer<Float>, dy: UnsafePointer<Float>, _ x: UnsafePointer<Float>, count: Int, accumulates: Bool
    ) {
        guard let function else { return store(dx, dy, count: count, accumulates: accumulates) }
        if let scale, let shift {
            normalisedOutputGradient(
                function, dx, dy: dy, x, scale: scale, shift: shift, count: count, width: width, accumulates: accumulates)
        } else {
            activationBackward(function, dx: dx, dy: dy, x: x, count: count, accumulates: accumulates)
        }
    }
}
