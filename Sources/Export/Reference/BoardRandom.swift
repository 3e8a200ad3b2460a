internal import NetworkGraph

/// Weights and inputs of a plan from its seed, as the C runtime makes them (`nas_random.h`).
struct BoardRandom: Sendable {
    enum Draw: UInt32 { case input, weights, bias, scale }

    let seed: UInt64

    func bits(step: Int, _ draw: Draw, _ index: Int) -> UInt32 {
        var hash = UInt32(truncatingIfNeeded: seed) ^ UInt32(truncatingIfNeeded: seed >> 32) &* 0x9E37_79B1
        hash ^= UInt32(step) &* 0x85EB_CA77 &+ draw.rawValue &* 0xC2B2_AE3D &+ UInt32(truncatingIfNeeded: index) &* 0x27D4_EB2F
        hash ^= hash >> 16
        hash = hash &* 0x85EB_CA6B
        hash ^= hash >> 13
        hash = hash &* 0xC2B2_AE35
        return hash ^ hash >> 16
    }

    /// From -1 to 1.
    func float(step: Int, _ draw: Draw, _ index: Int) -> Float {
        Float(Int32(bits(step: step, draw, index) >> 8) - (1 << 23)) * (1 / Float(1 << 23))
    }

    /// A parameter's numbers in fp32, in PyTorch's order: biases to 1/4, factors around 1, weights with variance 1 / fan-in, drawn in a
    /// plan's order of output, tap, input.
    func values(of parameter: OperationParameter, step: Int) -> [Float] {
        let dimensions = parameter.dimensions
        let count = dimensions.reduce(1, *)
        if parameter.name == "bias" { return (0..<count).map { 0.25 * float(step: step, .bias, $0) } }
        if parameter.initialisation == .ones { return (0..<count).map { 1 + 0.25 * float(step: step, .scale, $0) } }
        let (inputs, taps) = (dimensions[1], dimensions.dropFirst(2).reduce(1, *))
        let factor: Float = 1.732_050_8 / Float(inputs * taps).squareRoot()
        return (0..<count).map { place in
            let (output, input, tap) = (place / (inputs * taps), place / taps % inputs, place % taps)
            return float(step: step, .weights, (output * taps + tap) * inputs + input) * factor
        }
    }

    /// -127 to 127.
    func int8(step: Int, _ draw: Draw, _ index: Int) -> Int { Int((bits(step: step, draw, index) >> 8) % 255) - 127 }
}
