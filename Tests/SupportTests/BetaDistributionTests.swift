import Testing

@testable import Support

@Suite struct BetaDistributionTests {
    /// A tenth, a third and a half of the draws lie below what `scipy.stats.beta.ppf` says (TensorCoreTests/Goldens/make_metrics.py), give
    /// or take five deviations; and the same from the other end.
    @Test(
        arguments: [
            (0.1, [8.869280011934583e-08, 0.014837730109391123, 0.5]), (0.5, [0.024471741852423214, 0.25, 0.5]),
            (1, [0.1, 0.3333333333333333, 0.5]), (4, [0.27860204858171306, 0.42193417874184197, 0.5]),
        ] as [(Double, [Double])])
    func quantiles(alpha: Double, quantiles: [Double]) {
        var random = RandomStream(seed: 5, purpose: .test)
        let count = 20_000
        let draws = (0..<count).map { _ in random.nextBeta(alpha) }
        #expect(draws.allSatisfy { $0 >= 0 && $0 <= 1 })
        for (share, quantile) in zip([0.1, 1 / 3.0, 0.5], quantiles) {
            let limit = 5 * (share * (1 - share) * Double(count)).squareRoot()
            let expected = share * Double(count)
            let below = Double(draws.count { $0 < quantile })
            let above = Double(draws.count { $0 > 1 - quantile })
            #expect(abs(below - expected) < limit && abs(above - expected) < limit, "\(share): \(below) \(above)")
        }
    }

    @Test(arguments: [1e-9, 1e-3, 100]) func extremes(alpha: Double) {
        var random = RandomStream(seed: 6, purpose: .test)
        let draws = (0..<1000).map { _ in random.nextBeta(alpha) }
        #expect(draws.allSatisfy { $0 >= 0 && $0 <= 1 })
        let ends = draws.count { $0 < 0.01 || $0 > 0.99 }
        let middle = draws.count { abs($0 - 0.5) < 0.3 }
        #expect(alpha > 1 ? middle == 1000 : ends > 980)
        let mean = draws.reduce(0, +) / 1000
        #expect(abs(mean - 0.5) < 0.08)
    }
}
