import Foundation
import Support
import Testing

@testable import Search

/// The closed form, against drawing errors and measuring what they add to the front.
@Suite struct FrontImprovementTests {
    private static func normal(_ random: inout RandomStream) -> Double {
        (-2 * log(1 - random.nextDouble())).squareRoot() * cos(2 * .pi * random.nextDouble())
    }

    @Test(arguments: [0, 1, 2], 0..<8 as Range<UInt64>) func isTheMeanOfWhatIsGained(knownCosts: Int, seed: UInt64) {
        var random = RandomStream(seed: seed, purpose: .test)
        let front = (0..<6).map { _ in
            FrontImprovement.Point(error: 0.1 + 0.8 * random.nextDouble(), known: (0..<knownCosts).map { _ in random.nextDouble() })
        }
        let best = front.map(\.error).min() ?? 1
        let reference = FrontImprovement.Point(error: knownCosts == 0 ? best : 0.8, known: [Double](repeating: 0.9, count: knownCosts))
        let known = (0..<knownCosts).map { _ in 0.7 * random.nextDouble() }
        let logError = (mean: log(0.15 + 0.4 * random.nextDouble()), deviation: 0.1 + 0.5 * random.nextDouble())
        let expected = FrontImprovement(front: front, reference: reference).expected(logError: logError, known: known)

        let costs = front.map { [$0.error] + $0.known }
        let bounds = [reference.error] + reference.known
        let before = Hypervolume.volume(of: costs, reference: bounds)
        let draws = 40_000
        var (sum, squares) = (0.0, 0.0)
        for _ in 0..<draws {
            let error = exp(logError.mean + logError.deviation * Self.normal(&random))
            let gain = Hypervolume.volume(of: costs + [[error] + known], reference: bounds) - before
            sum += gain
            squares += gain * gain
        }
        let mean = sum / Double(draws)
        let standardError = ((squares / Double(draws) - mean * mean) / Double(draws)).squareRoot()
        #expect(abs(expected - mean) < 5 * standardError + 1e-9, "\(expected) and \(mean)")
        #expect(expected >= 0)
    }

    @Test func nothingIsGainedBeyondTheReference() {
        let improvement = FrontImprovement(
            front: [.init(error: 0.2, known: [1])], reference: .init(error: 0.4, known: [2]))
        #expect(improvement.expected(logError: (log(0.1), 0.1), known: [2]) == 0)
        #expect(improvement.expected(logError: (log(0.1), 0.1), known: [1.9]) > 0)
        // Surely worse than what costs less already.
        #expect(improvement.expected(logError: (log(0.3), 1e-6), known: [1.5]) < 1e-9)
    }
}
