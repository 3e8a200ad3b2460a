internal import CKernelShims

/// z[n, p, c] = x[n, p, c] * v[n, c], or added to what is there.
func multiplyBroadcast(
    _ z: UnsafeMutablePointer<Float>, _ x: UnsafePointer<Float>, _ v: UnsafePointer<Float>, examples: Int, positions: Int, width: Int,
    accumulates: Bool
) {
    for example in 0..<examples {
        let factors = v + example * width
        for position in 0..<positions {
            let offset = (example * positions + position) * width
            multiply(z + offset, x + offset, factors, count: width, accumulates: accumulates)
        }
    }
}

/// v[n, c] = sum over p of x[n, p, c] * y[n, p, c], or added to what is there.
func sumProducts(
    _ v: UnsafeMutablePointer<Float>, _ x: UnsafePointer<Float>, _ y: UnsafePointer<Float>, examples: Int, positions: Int, width: Int,
    accumulates: Bool
) {
    if !accumulates { v.update(repeating: 0, count: examples * width) }
    for example in 0..<examples {
        for position in 0..<positions {
            let offset = (example * positions + position) * width
            multiply(v + example * width, x + offset, y + offset, count: width, accumulates: true)
        }
    }
}
