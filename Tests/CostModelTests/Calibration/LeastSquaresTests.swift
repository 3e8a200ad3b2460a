import Support
import Testing

@testable import CostModel

@Suite struct LeastSquaresTests {
    /// Against the best of all subsets of weights, each solved by itself.
    @Test(arguments: 0..<60) func theBestWithoutNegativeWeights(seed: Int) throws {
        var random = RandomStream(seed: UInt64(seed), purpose: .test)
        let (rows, size) = (12, 1 + random.nextInt(below: 5))
        let matrix = (0..<rows * size).map { _ in random.nextDouble() * 2 - 0.7 }
        let wanted = (0..<rows).map { _ in random.nextDouble() * 2 - 1 }
        func column(_ index: Int) -> [Double] { (0..<rows).map { matrix[$0 * size + index] } }
        func product(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
        let gram = (0..<size * size).map { product(column($0 / size), column($0 % size)) }
        let right = (0..<size).map { product(column($0), wanted) }
        func cost(_ weights: [Double]) -> Double {
            (0..<rows).reduce(0) { sum, row in
                let error = (0..<size).reduce(-wanted[row]) { $0 + matrix[row * size + $1] * weights[$1] }
                return sum + error * error
            }
        }
        var best = cost([Double](repeating: 0, count: size))
        for subset in 1..<1 << size {
            let free = (0..<size).filter { subset >> $0 & 1 == 1 }
            let part = free.flatMap { i in free.map { gram[i * size + $0] } }
            let solved = try #require(SymmetricSystem(part, size: free.count)).solve(free.map { right[$0] })
            guard solved.allSatisfy({ $0 >= 0 }) else { continue }
            var weights = [Double](repeating: 0, count: size)
            for (place, value) in zip(free, solved) { weights[place] = value }
            best = min(best, cost(weights))
        }
        let weights = nonNegativeLeastSquares(gram: gram, right)
        #expect(weights.allSatisfy { $0 >= 0 })
        #expect(cost(weights) <= best * (1 + 1e-9) + 1e-12)
    }

    @Test func refusesWhatIsNotPositiveDefinite() { #expect(SymmetricSystem([1, 0, 2, 1], size: 2) == nil) }

    @Test func ranksAndQuantiles() {
        #expect(abs(spearman([1, 2, 3, 4], [10, 20, 30, 40]) - 1) < 1e-12)
        #expect(abs(spearman([1, 2, 3, 4], [4, 3, 2, 1]) + 1) < 1e-12)
        // Ties share their rank: 1, 2.5, 2.5, 4 against 1, 2, 3, 4.
        #expect(abs(spearman([1, 2, 2, 3], [1, 2, 3, 4]) - 4.5 / (4.5 * 5).squareRoot()) < 1e-12)
        // Of 9 errors the rank is ceil(10 x 0.9) = 9, of 19 it is 18, of 5 it would be 6.
        #expect(conformalQuantile((1...9).map(Double.init), confidence: 0.9) == 9)
        #expect(conformalQuantile((1...19).map(Double.init), confidence: 0.9) == 18)
        #expect(conformalQuantile((1...5).map(Double.init), confidence: 0.9) == 5)
        #expect(median([3, 1, 2]) == 2 && median([4, 1, 2, 3]) == 2.5)
    }
}
