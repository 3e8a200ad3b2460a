/// Up to so many rows a product with a matrix of weights is best made of dot products: it takes as long as the weights take to
/// come from memory.
let fewRows = 4

/// c[row, column] = bias[column] + the sum over k of a[row, k] * b[column, k]: both operands lie along k, b in `columns` rows.
func dotProducts(
    _ c: UnsafeMutablePointer<Float>, _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, bias: UnsafePointer<Float>?, rows: Int,
    columns: Int, inner: Int
) {
    for row in 0..<rows {
        let source = a + row * inner
        let target = c + row * columns
        var column = 0
        // Four columns at a time: four streams from memory, and enough sums in flight.
        while column + 4 <= columns {
            fourDotProducts(target + column, source, b + column * inner, inner: inner)
            column += 4
        }
        while column < columns {
            let place = b + column * inner
            var sum = Vector()
            var k = 0
            while k &+ lanes <= inner {
                sum = multiplyAdd(load(source + k), load(place + k), sum)
                k &+= lanes
            }
            var total = sum.sum()
            while k < inner {
                total += source[k] * place[k]
                k += 1
            }
            target[column] = total
            column += 1
        }
        if let bias {
            for column in 0..<columns { target[column] += bias[column] }
        }
    }
}

/// c[i] = the sum over k of a[k] * b[i, k], for four rows of b.
@inline(__always)
private func fourDotProducts(_ c: UnsafeMutablePointer<Float>, _ a: UnsafePointer<Float>, _ b: UnsafePointer<Float>, inner: Int) {
    var (s0, s1, s2, s3) = (Vector(), Vector(), Vector(), Vector())
    var k = 0
    while k &+ lanes <= inner {
        let x = load(a + k)
        s0 = multiplyAdd(x, load(b + k), s0)
        s1 = multiplyAdd(x, load(b + (inner &+ k)), s1)
        s2 = multiplyAdd(x, load(b + (2 &* inner &+ k)), s2)
        s3 = multiplyAdd(x, load(b + (3 &* inner &+ k)), s3)
        k &+= lanes
    }
    var (r0, r1, r2, r3) = (s0.sum(), s1.sum(), s2.sum(), s3.sum())
    while k < inner {
        r0 += a[k] * b[k]
        r1 += a[k] * b[inner + k]
        r2 += a[k] * b[2 * inner + k]
        r3 += a[k] * b[3 * inner + k]
        k += 1
    }
    (c[0], c[1], c[2], c[3]) = (r0, r1, r2, r3)
}
