/// Factors `v` of columns that bring down
///
///     sum over rows of |1 - sum of share x v|  +  ridge x sum of (v - 1)^2        v >= 0
///
/// by iterated least squares (Schlossmacher 1973): absolute errors, so that a few odd rows count little.
///
/// - Parameters:
///   - rows: of each its columns with their shares of what was measured; each column once.
///   - leastError: errors below this count as squares: no measurement is truer.
func nonNegativeAbsoluteFit(
    _ rows: [[(column: Int, share: Double)]], size: Int, ridge: Double, leastError: Double, rounds: Int
) -> [Double] {
    var weights = [Double](repeating: 1, count: rows.count)
    var factors = [Double](repeating: 1, count: size)
    for _ in 0..<rounds {
        var gram = [Double](repeating: 0, count: size * size)
        var right = [Double](repeating: ridge, count: size)
        for index in 0..<size { gram[index * size + index] = ridge }
        for (row, weight) in zip(rows, weights) {
            for (i, first) in row {
                right[i] += weight * first
                for (j, second) in row { gram[i * size + j] += weight * first * second }
            }
        }
        factors = nonNegativeLeastSquares(gram: gram, right)
        weights = rows.map { row in 1 / max(abs(1 - row.reduce(0) { $0 + $1.share * factors[$1.column] }), leastError) }
        let mean = weights.reduce(0, +) / Double(weights.count)
        for index in weights.indices { weights[index] /= mean }
    }
    return factors
}
