import Foundation
import Support
import Testing

@testable import Training

@Suite struct ClassBalanceTests {
    struct Case: Decodable {
        let labels: [Int32]
        let weights: [Double]
    }

    /// Against scikit-learn's `compute_class_weight("balanced")` (TensorCoreTests/Goldens/make_metrics.py).
    @Test func weightsAreThoseOfScikitLearn() throws {
        let url = try #require(Bundle.module.resourceURL).appendingPathComponent("Goldens/class_weights.json")
        let cases = try JSONDecoder().decode([Case].self, from: Data(contentsOf: url))
        #expect(cases.count == 3)
        for golden in cases {
            let weights = ClassBalance(golden.labels, classes: golden.weights.count).weights
            #expect(zip(weights, golden.weights).allSatisfy { abs($0 - $1) < 1e-12 })
            // Together examples count what they are.
            let sum = golden.labels.reduce(0.0) { $0 + weights[Int($1)] }
            #expect(abs(sum - Double(golden.labels.count)) < 1e-9)
        }
    }

    @Test func everyClassIsDrawnAlike() {
        // 95 to 5, and a class without examples.
        let labels = (0..<1000).map { Int32($0 % 20 == 0 ? 2 : 0) }
        let balance = ClassBalance(labels, classes: 3)
        var random = RandomStream(seed: 1, purpose: .shuffle)
        let drawn = balance.draw(10_000, using: &random)
        var again = RandomStream(seed: 1, purpose: .shuffle)
        #expect(balance.draw(10_000, using: &again) == drawn)
        let rare = drawn.count { labels[$0] == 2 }
        #expect(abs(rare - 5000) < 250, "five deviations")
        // Within a class, each example as often as the others: 100 times the 50 rare ones.
        var counts: [Int: Int] = [:]
        for place in drawn where labels[place] == 2 { counts[place, default: 0] += 1 }
        #expect(counts.count == 50 && counts.values.allSatisfy { abs($0 - 100) < 55 })
    }
}
