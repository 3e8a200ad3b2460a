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

    /// -127 to 127.
    func int8(step: Int, _ draw: Draw, _ index: Int) -> Int { Int((bits(step: step, draw, index) >> 8) % 255) - 127 }
}
