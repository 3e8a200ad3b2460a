/// e^x for a plain loop that the compiler vectorises: range reduction by ln 2 in two parts, then a polynomial (Cephes,
/// Moshier 1989, expf), within 2 units in the last place. No table, no branch, no call into the C library, whose result
/// differs between versions. Overflows to infinity (half a power of two early), underflows to 0, keeps not-a-number.
@inline(__always)
func exponential(_ x: Float) -> Float {
    let tooLarge = x > 88.376_26
    let tooSmall = x < -87.33654
    // Not-a-number must come out of the selection as it went in.
    let clamped: Float = tooLarge ? 88 : (tooSmall ? -87 : x)
    // Adding and taking away 1.5 * 2^23 rounds to a whole number, which then stands in the low bits.
    let magic: Float = 12_582_912
    let shifted = clamped * 1.442_695_04 + magic
    let whole = shifted - magic
    let r = (clamped - whole * 0.693_359_375) - whole * -2.121_944_4e-4
    var p: Float = 1.987_569_2e-4
    p = p * r + 1.398_2e-3
    p = p * r + 8.333_452e-3
    p = p * r + 4.166_579_6e-2
    p = p * r + 1.666_666_5e-1
    p = p * r + 5.000_000_1e-1
    let value = p * r * r + r + 1
    let exponent = shifted.bitPattern &- magic.bitPattern &+ 127
    let power = Float(bitPattern: exponent << 23)
    let result = value * power
    return tooLarge ? .infinity : (tooSmall ? 0 : result)
}

@inline(__always)
func logistic(_ x: Float) -> Float { 1 / (1 + exponential(-x)) }

/// Cephes (Moshier 1989), tanhf: a polynomial near 0, where the exponential form cancels.
@inline(__always)
func hyperbolicTangent(_ x: Float) -> Float {
    let square = x * x
    var p: Float = -5.704_988_7e-3
    p = p * square + 2.063_908_9e-2
    p = p * square - 5.373_971_5e-2
    p = p * square + 1.333_144_2e-1
    p = p * square - 3.333_328_2e-1
    let near = p * square * x + x
    let size = x < 0 ? -x : x
    let far = 1 - 2 / (exponential(2 * size) + 1)
    let signed = x < 0 ? -far : far
    return size < 0.625 ? near : signed
}

/// The complement of the error function for x >= 0 (Abramowitz and Stegun 1964, 7.1.26; absolute error 1.5e-7), and
/// e^(-x^2), which it has at hand.
@inline(__always)
func complementaryError(_ x: Float) -> (value: Float, gaussian: Float) {
    let gaussian = exponential(-x * x)
    let t = 1 / (1 + 0.327_591_1 * x)
    var p: Float = 1.061_405_43
    p = p * t - 1.453_152_03
    p = p * t + 1.421_413_74
    p = p * t - 0.284_496_74
    p = p * t + 0.254_829_59
    return (p * t * gaussian, gaussian)
}

/// The normal distribution function and sqrt(2 pi) times its density.
@inline(__always)
func normalDistribution(_ x: Float) -> (cumulative: Float, gaussian: Float) {
    let size = (x < 0 ? -x : x) * 0.707_106_78
    let (upper, gaussian) = complementaryError(size)
    let half = 0.5 * upper
    return (x < 0 ? half : 1 - half, gaussian)
}
