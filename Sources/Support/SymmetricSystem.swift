internal import Foundation

/// A symmetric positive definite system, by Cholesky's factors.
package struct SymmetricSystem: Sendable {
    /// The lower factor, row after row.
    private var factor: [Double]
    private let size: Int

    /// - Parameter matrix: row after row; only the lower triangle is read.
    /// - Returns: nil where the matrix is not positive definite.
    package init?(_ matrix: [Double], size: Int) {
        precondition(matrix.count == size * size)
        self.size = size
        factor = matrix
        let isDefinite = factor.withUnsafeMutableBufferPointer { factor in
            for row in 0..<size {
                for column in 0...row {
                    let (left, right) = (row * size, column * size)
                    let sum = factor[left + column] - Self.dot(factor, left, right, column)
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

    package var logDeterminant: Double { (0..<size).reduce(0) { $0 + 2 * log(factor[$1 * size + $1]) } }

    /// What the lower factor takes to the right side: its squares sum up to the right side times the solution.
    package func half(_ right: [Double]) -> [Double] {
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

    /// The same for as many right sides as there are lanes.
    package func half(_ right: [SIMD8<Double>]) -> [SIMD8<Double>] {
        var x = right
        factor.withUnsafeBufferPointer { factor in
            x.withUnsafeMutableBufferPointer { x in
                for row in 0..<size {
                    var sum = x[row]
                    for column in 0..<row { sum -= factor[row * size + column] * x[column] }
                    x[row] = sum / factor[row * size + row]
                }
            }
        }
        return x
    }

    /// Of two rows, with sums apart that do not wait for each other.
    private static func dot(_ factor: UnsafeMutableBufferPointer<Double>, _ left: Int, _ right: Int, _ count: Int) -> Double {
        var (first, second, third, fourth) = (0.0, 0.0, 0.0, 0.0)
        var index = 0
        while index + 4 <= count {
            first += factor[left + index] * factor[right + index]
            second += factor[left + index + 1] * factor[right + index + 1]
            third += factor[left + index + 2] * factor[right + index + 2]
            fourth += factor[left + index + 3] * factor[right + index + 3]
            index += 4
        }
        while index < count {
            first += factor[left + index] * factor[right + index]
            index += 1
        }
        return (first + second) + (third + fourth)
    }

    package func solve(_ right: [Double]) -> [Double] {
        var x = half(right)
        for row in stride(from: size - 1, through: 0, by: -1) {
            for below in row + 1..<max(size, row + 1) { x[row] -= factor[below * size + row] * x[below] }
            x[row] /= factor[row * size + row]
        }
        return x
    }
}
