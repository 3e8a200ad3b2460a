internal import Foundation

/// A symmetric positive definite system, by Cholesky's factors. It can grow row by row, with the same bits as if it had been made whole.
package struct SymmetricSystem: Sendable {
    /// The lower factor, row after row, each as long as its number.
    private var factor: [Double] = []
    package private(set) var size = 0

    /// A system of no rows.
    package init() {}

    /// - Parameter matrix: row after row; only the lower triangle is read.
    /// - Returns: nil where the matrix is not positive definite.
    package init?(_ matrix: [Double], size: Int) {
        precondition(matrix.count == size * size)
        factor.reserveCapacity(size * (size + 1) / 2)
        for row in 0..<size where !append(matrix[(row * size)...(row * size + row)]) { return nil }
    }

    /// Adds a row and a column.
    ///
    /// - Parameter row: up to the diagonal.
    /// - Returns: false where the matrix is not positive definite with it; it is not added then.
    package mutating func append(_ row: ArraySlice<Double>) -> Bool {
        precondition(row.count == size + 1)
        let start = factor.count
        factor.append(contentsOf: row)
        let isDefinite = factor.withUnsafeMutableBufferPointer { factor in
            var right = 0
            for column in 0..<size {
                let sum = factor[start + column] - Self.dot(factor, start, right, column)
                factor[start + column] = sum / factor[right + column]
                right += column + 1
            }
            let sum = factor[start + size] - Self.dot(factor, start, start, size)
            guard sum > 0, sum.isFinite else { return false }
            factor[start + size] = sum.squareRoot()
            return true
        }
        if isDefinite { size += 1 } else { factor.removeLast(size + 1) }
        return isDefinite
    }

    package var logDeterminant: Double { (0..<size).reduce(0) { $0 + 2 * log(factor[$1 * ($1 + 3) / 2]) } }

    /// What the lower factor takes to the right side: its squares sum up to the right side times the solution.
    package func half(_ right: [Double]) -> [Double] {
        var x = right
        factor.withUnsafeBufferPointer { factor in
            var start = 0
            for row in 0..<size {
                var sum = x[row]
                for column in 0..<row { sum -= factor[start + column] * x[column] }
                x[row] = sum / factor[start + row]
                start += row + 1
            }
        }
        return x
    }

    /// The same for as many right sides as there are lanes.
    package func half(_ right: [SIMD8<Double>]) -> [SIMD8<Double>] {
        var x = right
        factor.withUnsafeBufferPointer { factor in
            x.withUnsafeMutableBufferPointer { x in
                var start = 0
                for row in 0..<size {
                    var sum = x[row]
                    for column in 0..<row { sum -= factor[start + column] * x[column] }
                    x[row] = sum / factor[start + row]
                    start += row + 1
                }
            }
        }
        return x
    }

    package func solve(_ right: [Double]) -> [Double] {
        var x = half(right)
        factor.withUnsafeBufferPointer { factor in
            // From the last row on: what is solved is taken out of all rows before it.
            for row in stride(from: size - 1, through: 0, by: -1) {
                let start = row * (row + 1) / 2
                x[row] /= factor[start + row]
                for column in 0..<row { x[column] -= factor[start + column] * x[row] }
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
}
