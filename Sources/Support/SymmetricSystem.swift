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
        factor.reserveCapacity(Self.start(size))
        guard append(rows: (0..<size).lazy.map { matrix[($0 * size)...($0 * size + $0)] }) else { return nil }
    }

    /// Adds a row and a column.
    ///
    /// - Parameter row: up to the diagonal.
    /// - Returns: false where the matrix is not positive definite with it; it is not added then.
    package mutating func append(_ row: ArraySlice<Double>) -> Bool { append(rows: CollectionOfOne(row)) }

    /// Adds rows, and as many columns: with the same bits as one by one, and sooner.
    ///
    /// - Parameter rows: each up to the diagonal.
    /// - Returns: false where the matrix is not positive definite with one of them; that one and those after it are not added then.
    package mutating func append(rows: some Collection<ArraySlice<Double>>) -> Bool {
        var rest = rows[...]
        while !rest.isEmpty {
            let block = rest.prefix(Self.together)
            let end = size + block.count
            rest = rest.dropFirst(Self.together)
            for (number, row) in block.enumerated() {
                precondition(row.count == size + number + 1)
                factor.append(contentsOf: row)
            }
            let isDefinite = factor.withUnsafeMutableBufferPointer { factor in
                var done = 0
                if block.count == Self.together {
                    Self.solveTogether(factor, size)
                    done = size
                }
                for row in size..<end {
                    guard Self.solve(factor, row: row, from: done) else { return false }
                    size += 1
                }
                return true
            }
            guard isDefinite else {
                factor.removeLast(factor.count - Self.start(size))
                return false
            }
        }
        return true
    }

    /// Where a row of the factor begins.
    private static func start(_ row: Int) -> Int { row * (row + 1) / 2 }

    /// Makes of a row of the matrix one of the factor, from a column on.
    ///
    /// - Returns: false where it cannot be.
    private static func solve(_ factor: UnsafeMutableBufferPointer<Double>, row: Int, from first: Int) -> Bool {
        let own = start(row)
        for column in first..<row {
            let other = start(column)
            factor[own + column] = (factor[own + column] - dot(factor, own, other, column)) / factor[other + column]
        }
        let rest = factor[own + row] - dot(factor, own, own, row)
        guard rest > 0, rest.isFinite else { return false }
        factor[own + row] = rest.squareRoot()
        return true
    }

    /// So many rows are read together.
    private static let together = 4

    /// The same for the first columns of several rows after them, which read what is there together.
    private static func solveTogether(_ factor: UnsafeMutableBufferPointer<Double>, _ columns: Int) {
        guard let base = UnsafeMutableRawPointer(factor.baseAddress) else { return }
        func four(_ index: Int) -> SIMD4<Double> {
            base.loadUnaligned(fromByteOffset: index * MemoryLayout<Double>.stride, as: SIMD4<Double>.self)
        }
        let own = (start(columns), start(columns + 1), start(columns + 2), start(columns + 3))
        for column in 0..<columns {
            let other = start(column)
            var sums = (SIMD4<Double>.zero, SIMD4<Double>.zero, SIMD4<Double>.zero, SIMD4<Double>.zero)
            var index = 0
            while index + 4 <= column {
                let right = four(other + index)
                sums.0 += four(own.0 + index) * right
                sums.1 += four(own.1 + index) * right
                sums.2 += four(own.2 + index) * right
                sums.3 += four(own.3 + index) * right
                index += 4
            }
            while index < column {
                let right = factor[other + index]
                sums.0.x += factor[own.0 + index] * right
                sums.1.x += factor[own.1 + index] * right
                sums.2.x += factor[own.2 + index] * right
                sums.3.x += factor[own.3 + index] * right
                index += 1
            }
            let diagonal = factor[other + column]
            func solve(_ row: Int, _ sum: SIMD4<Double>) {
                factor[row + column] = (factor[row + column] - ((sum.x + sum.y) + (sum.z + sum.w))) / diagonal
            }
            solve(own.0, sums.0)
            solve(own.1, sums.1)
            solve(own.2, sums.2)
            solve(own.3, sums.3)
        }
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
                let start = Self.start(row)
                x[row] /= factor[start + row]
                for column in 0..<row { x[column] -= factor[start + column] * x[row] }
            }
        }
        return x
    }

    /// The scalar product of the first numbers of two rows, in four sums that do not wait for each other.
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
