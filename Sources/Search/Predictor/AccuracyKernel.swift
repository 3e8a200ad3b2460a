internal import Foundation
internal import Support

/// How alike two networks' accuracies are expected to be: the exponential of the negative weighted sum of their distances.
struct AccuracyKernel: Sendable, Hashable {
    /// For each aspect, how much one unit of distance counts.
    private let rates: [Float]
    /// The variance of what an architecture does not explain, beside that of accuracies.
    private let noise: Float

    private init(weights: [Float], medians: [Float], noise: Float) {
        rates = zip(weights, medians).map { $0 / max($1, 1e-6) }
        self.noise = noise
    }

    /// The weights and the noise with the largest likelihood, by changing one at a time.
    ///
    /// - Parameters:
    ///   - values: as many as there are networks in the distances.
    ///   - aspects: the first so many are read.
    static func fitted(
        to distances: Distances, values: [Double], aspects: Int = ArchitectureFeatures.aspectsWithoutProxy
    ) -> AccuracyKernel {
        let moments = Moments(values)
        let centred = values.map(moments.centred)
        let medians = distances.medians
        var (weights, noise) = ([Float](repeating: 0.25, count: aspects), Float(0.05))
        var best = AccuracyKernel(weights: weights, medians: medians, noise: noise)
        var likelihood = best.logLikelihood(distances, centred)
        func consider(_ otherWeights: [Float], _ otherNoise: Float) {
            let kernel = AccuracyKernel(weights: otherWeights, medians: medians, noise: otherNoise)
            let found = kernel.logLikelihood(distances, centred)
            if found > likelihood + 1e-9 { (weights, noise, best, likelihood) = (otherWeights, otherNoise, kernel, found) }
        }
        for _ in 0..<rounds {
            let before = likelihood
            for aspect in weights.indices {
                for factor: Float in [0, 0.25, 4] {
                    var changed = weights
                    changed[aspect] = weights[aspect] == 0 ? 0.25 * factor : weights[aspect] * factor
                    if changed[aspect] != weights[aspect], changed[aspect] <= 16 { consider(changed, noise) }
                }
            }
            for factor: Float in [0.25, 4] { consider(weights, min(max(noise * factor, 1e-3), 1)) }
            if likelihood == before { break }
        }
        return best
    }

    private static let rounds = 3

    /// The logarithm of the likelihood of the values, up to a constant, with the variance that makes it the largest.
    private func logLikelihood(_ distances: Distances, _ centred: [Double]) -> Double {
        var system = SymmetricSystem()
        guard extend(&system, to: distances.count, distances) else { return -.infinity }
        let scale = max(system.half(centred).reduce(0) { $0 + $1 * $1 } / Double(centred.count), 1e-9)
        return -0.5 * Double(centred.count) * log(scale) - system.logDeterminant / 2
    }

    /// Adds networks to the system of how alike they are, with this kernel, until it has as many as `count`.
    ///
    /// - Returns: false where it cannot be, because of rounding.
    func extend(_ system: inout SymmetricSystem, to count: Int, _ distances: Distances) -> Bool {
        let new = system.size..<max(count, system.size)
        return system.append(
            rows: new.lazy.map { row in (likeness(distances.byAspect, from: row * (row - 1) / 2, count: row) + [1 + Double(noise)])[...] })
    }

    /// How alike networks are, from 0 to 1, by `count` distances in each aspect from a place on.
    func likeness(_ distances: [ContiguousArray<Float>], from first: Int = 0, count: Int) -> [Double] {
        var sums = [Float](repeating: 0, count: count)
        for (rate, own) in zip(rates, distances) where rate > 0 {
            for place in 0..<count { sums[place] += rate * own[first + place] }
        }
        return sums.map { Double(exp(-$0)) }
    }
}
