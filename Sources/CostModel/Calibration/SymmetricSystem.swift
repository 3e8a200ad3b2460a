/// A symmetric positive definite system, by Cholesky's factors.
struct SymmetricSystem {
    /// The lower factor, row after row.
    private var factor: [Double]
    private let size: Int

    /// - Parameter matrix: row after row; only the lower triangle is read.
    /// - Returns: nil where the matrix is not positive definite.
    init?(_ matrix: [Double], size: Int) {
        precondition(matrix.count == size * size)
        self.size = size
        factor = matrix
        let isDefinite = factor.withUnsafeMutableBufferPointer { factor in
            for row in 0..<size {
                for column in 0...row {
                    var sum = factor[row * size + column]
                    let (left, right) = (row * size, column * size)
                    for inner in 0..<column { sum -= factor[left + inner] * factor[right + inner] }
                    if row == column {
                        guard sum > 0, sum.isFinite else { return false }
                        factor[left + column] = sum.squareRoot()
                    } else {
                        factor[left + column] = sum / factor[right + column]
                    }
                }
            }
            return true
        }
        guard isDefinite else { return nil }
    }

    /// What the lower factor takes to the right side: its squares sum up to the right side times the solution.
    func half(_ right: [Double]) -> [Double] {
        var x = right
        factor.withUnsafeBufferPointer { factor in
            for row in 0..<size {
                var sum = x[row]
                for column in 0..<row { sum -= factor[row * size + column] * x[column] }
                x[row] = sum / factor[row * size + row]
            }
        }
        return x
    }

    func solve(_ right: [Double]) -> [Double] {
        var x = half(right)
        for row in stride(from: size - 1, through: 0, by: -1) {
            for below in row + 1..<max(size, row + 1) { x[row] -= factor[below * size + row] * x[below] }
            x[row] /= factor[row * size + row]
        }
        return x
    }
}
