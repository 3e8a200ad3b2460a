internal import Foundation

/// A real factor as mantissa x 2^-shift, and how integers are brought to another scale by it (`nas_i8.h`).
struct FixedPoint: Hashable {
    let mantissa: Int
    let shift: Int

    /// - Parameter factor: above 0, below 2^30.
    init(_ factor: Double) {
        let exponent = factor.exponent + 1
        var mantissa = Int(factor / exp2(Double(exponent)) * 0x1p31 + 0.5)
        var shift = 31 - Int(exponent)
        if mantissa == 1 << 31 {
            mantissa >>= 1
            shift -= 1
        }
        (self.mantissa, self.shift) = shift > 62 ? (0, 62) : (mantissa, shift)
    }

    /// To the nearest integer, halves up.
    func times(_ sum: Int) -> Int { (sum * mantissa + (1 << (shift - 1))) >> shift }
}
