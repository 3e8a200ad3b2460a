internal import Foundation

/// What whole networks cost besides the sum of their operations, each measured alone: weights that stay in the cache while an
/// operation is repeated have left it by the next inference where all the network's do not fit; and a factor for the rest.
struct NetworkEffects: Sendable {
    /// The size of the cache that a network's weights must fit into; infinite where none is noticed.
    private let cacheBytes: Double
    private let secondsPerByte: Double
    private let factor: Double

    static let none = NetworkEffects(cacheBytes: .infinity, secondsPerByte: 0, factor: 1)

    /// A measured network, and the sum of its operations.
    struct Observation {
        let measured: Double
        let sum: Double
        let weightBytes: [Double]
    }

    private init(cacheBytes: Double, secondsPerByte: Double, factor: Double) {
        (self.cacheBytes, self.secondsPerByte, self.factor) = (cacheBytes, secondsPerByte, factor)
    }

    /// The cache's size is the power of 2 with which the networks fit best; none, where that gains less than a tenth.
    init(_ networks: [Observation]) {
        var best = Self.fit(networks, cacheBytes: .infinity)
        var least = 0.9 * best.meanError(of: networks)
        for exponent in 15...24 {
            let effects = Self.fit(networks, cacheBytes: exp2(Double(exponent)))
            let error = effects.meanError(of: networks)
            if error < least { (best, least) = (effects, error) }
        }
        self = best
    }

    /// What matters here of a network's weights.
    struct Weights: Sendable {
        fileprivate(set) var bytes = 0.0
        /// The bytes of operations that alone would find their weights in the cache.
        fileprivate(set) var warmBytes = 0.0

        static func += (sum: inout Weights, other: Weights) {
            sum.bytes += other.bytes
            sum.warmBytes += other.warmBytes
        }
    }

    /// Returns what matters here of a network's weights.
    ///
    /// - Parameter bytes: the weights of each operation.
    func weights(_ bytes: [Double]) -> Weights {
        var weights = Weights()
        for own in bytes {
            weights.bytes += own
            if own < cacheBytes { weights.warmBytes += own }
        }
        return weights
    }

    /// Seconds of a network.
    func seconds(sum: Double, _ weights: Weights) -> Double { factor * (sum + secondsPerByte * coldBytes(weights)) }

    func logError(of network: Observation) -> Double {
        log(network.measured / seconds(sum: network.sum, weights(network.weightBytes)))
    }

    private func meanError(of networks: [Observation]) -> Double {
        networks.isEmpty ? 0 : networks.reduce(0) { $0 + abs(logError(of: $1)) } / Double(networks.count)
    }

    private static func fit(_ networks: [Observation], cacheBytes: Double) -> NetworkEffects {
        // Least squares of relative errors; never below zero.
        var (above, below) = (0.0, 0.0)
        let cache = NetworkEffects(cacheBytes: cacheBytes, secondsPerByte: 0, factor: 1)
        for network in networks {
            let cold = cache.coldBytes(cache.weights(network.weightBytes)) / network.measured
            above += cold * (1 - network.sum / network.measured)
            below += cold * cold
        }
        let rate = below > 0 ? max(above / below, 0) : 0
        let plain = NetworkEffects(cacheBytes: cacheBytes, secondsPerByte: rate, factor: 1)
        // The middle of the networks, held to 1 as strongly as by three more.
        let logs = networks.map(plain.logError)
        let factor = logs.isEmpty ? 1 : exp(median(logs) * Double(logs.count) / Double(logs.count + 3))
        return NetworkEffects(cacheBytes: cacheBytes, secondsPerByte: rate, factor: factor)
    }

    /// Weights that an operation alone would find in the cache and the network does not.
    private func coldBytes(_ weights: Weights) -> Double { weights.bytes > cacheBytes ? weights.warmBytes : 0 }
}
