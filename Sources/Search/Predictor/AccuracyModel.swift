internal import Foundation
internal import Support

/// A Gaussian process over architectures (Rasmussen and Williams 2006, chapter 2): what is known of the accuracies of networks that
/// were not trained, from those that were.
///
/// Its kernel falls off with a weighted sum of distances in each aspect (patterns of operations of growing depth, choices, size).
struct AccuracyModel: Sendable {
    private let index: FeatureIndex
    private let kernel: AccuracyKernel
    private let system: SymmetricSystem
    private let weights: [Double]
    private let variance: Double
    private let moments: Moments

    /// - Parameters:
    ///   - system: of the index's networks, by the kernel.
    ///   - values: one for each.
    init(_ index: FeatureIndex, _ system: SymmetricSystem, values: [Double], kernel: AccuracyKernel) {
        precondition(index.count == system.size && values.count == system.size && system.size > 0)
        moments = Moments(values)
        let centred = values.map(moments.centred)
        weights = system.solve(centred)
        variance = max(zip(weights, centred).reduce(0) { $0 + $1.0 * $1.1 } / Double(index.count), 1e-6)
        (self.index, self.system, self.kernel) = (index, system, kernel)
    }

    /// Mean and standard deviation of what networks' values may be.
    func predict(_ networks: [ArchitectureFeatures]) -> [(mean: Double, deviation: Double)] {
        var result: [(mean: Double, deviation: Double)] = []
        result.reserveCapacity(networks.count)
        var start = 0
        while start < networks.count {
            let block = networks[start..<min(start + Lanes.scalarCount, networks.count)]
            var likeness = [Lanes](repeating: Lanes(), count: index.count)
            for (lane, network) in block.enumerated() {
                let own = kernel.likeness(index.distances(from: network), count: index.count)
                for place in likeness.indices { likeness[place][lane] = own[place] }
            }
            var values = Lanes()
            for place in likeness.indices { values += weights[place] * likeness[place] }
            var explained = Lanes()
            for half in system.half(likeness) { explained += half * half }
            for lane in 0..<block.count {
                let deviation = (variance * max(1 - explained[lane], 1e-6)).squareRoot()
                result.append((moments.mean + moments.deviation * values[lane], moments.deviation * deviation))
            }
            start += block.count
        }
        return result
    }

    private typealias Lanes = SIMD8<Double>
}
