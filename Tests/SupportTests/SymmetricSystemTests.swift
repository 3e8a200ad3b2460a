import Support
import Testing

@Suite struct SymmetricSystemTests {
    /// A'A and something on the diagonal.
    private static func matrix(_ size: Int, seed: UInt64) -> [Double] {
        var random = RandomStream(seed: seed, purpose: .test)
        let rows = (0..<size).map { _ in (0..<size).map { _ in random.nextDouble() - 0.5 } }
        return (0..<size).flatMap { row in
            (0..<size).map { column in (0..<size).reduce(row == column ? 0.1 : 0) { $0 + rows[row][$1] * rows[column][$1] } }
        }
    }

    @Test(arguments: [1, 2, 3, 7, 20, 61]) func solves(size: Int) throws {
        let matrix = Self.matrix(size, seed: UInt64(size))
        let system = try #require(SymmetricSystem(matrix, size: size))
        let right = (0..<size).map { Double($0 % 5) - 2 }
        let solution = system.solve(right)
        for row in 0..<size {
            let product = (0..<size).reduce(0.0) { $0 + matrix[row * size + $1] * solution[$1] }
            #expect(abs(product - right[row]) < 1e-8)
        }
        // The halves' squares are the right side times the solution.
        let squares = system.half(right).reduce(0) { $0 + $1 * $1 }
        #expect(abs(squares - zip(right, solution).reduce(0) { $0 + $1.0 * $1.1 }) < 1e-8 * max(squares, 1))
        let lanes = system.half(right.map { SIMD8<Double>(repeating: $0) })
        #expect(lanes.map { $0[3] } == system.half(right))
    }

    @Test func growsToTheSameBits() throws {
        let size = 40
        let matrix = Self.matrix(size, seed: 9)
        let right = (0..<size).map { Double($0) }
        var grown = SymmetricSystem()
        for row in 0..<size {
            let isAdded = grown.append(matrix[(row * size)...(row * size + row)])
            #expect(isAdded)
            if row == 17 {
                // One that does not belong changes nothing.
                var wrong = Array(matrix[(18 * size)...(18 * size + 18)])
                wrong[18] = -1
                let isTaken = grown.append(wrong[...])
                #expect(!isTaken && grown.size == 18)
            }
        }
        let whole = try #require(SymmetricSystem(matrix, size: size))
        #expect(grown.solve(right) == whole.solve(right) && grown.logDeterminant == whole.logDeterminant)
    }

    @Test func theDeterminantIsThatOfTheMatrix() throws {
        let system = try #require(SymmetricSystem([4, 0, 2, 3], size: 2))
        #expect(abs(system.logDeterminant - 2.0794415416798357) < 1e-12)
        #expect(SymmetricSystem([1, 0, 2, 1], size: 2) == nil && SymmetricSystem([.nan], size: 1) == nil)
    }
}
