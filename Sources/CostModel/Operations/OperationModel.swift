internal import Foundation

/// A network's time on a board as the sum of its operations', each its rates' times what is learned of operations like it; then
/// what whole networks tell, for what caches and the runtime do between operations.
public struct OperationModel: Sendable {
    let rates: OperationRates
    private let residuals: [OperationShape.Kind: OperationResidual]
    /// The mean absolute error that is to be expected of operations of each kind that was measured, as a logarithm.
    public let kindErrors: [OperationShape.Kind: Double]
    private let effects: NetworkEffects
    private let bytesPerWeight: Double
    /// The logarithm of measured by predicted for each network, by a model that does not know it.
    let leftOutLogErrors: [Double]

    /// Fits a model to measurements of one board.
    ///
    /// - Parameters:
    ///   - alone: one operation each, or few; at least one.
    ///   - networks: whole networks; may be empty.
    ///   - precision: what the operations computed in.
    public init(alone: [MeasuredSample], networks: [MeasuredSample], precision: OperationPrecision) {
        let rates = OperationRates(alone, precision: precision)
        var residuals: [OperationShape.Kind: OperationResidual] = [:]
        var kindErrors: [OperationShape.Kind: Double] = [:]
        for (kind, samples) in Dictionary(grouping: alone.filter { $0.operations.count == 1 }, by: { $0.operations[0].kind }) {
            // What an inference costs besides is not the operation's.
            let errors = samples.map { sample in
                log(max(sample.seconds - rates.secondsPerInference, 0.1 * sample.seconds) / rates.seconds(of: sample.operations[0]))
            }
            residuals[kind] = OperationResidual(samples.map { $0.operations[0] }, errors, noise: samples.map(\.noise))
            let error = residuals[kind]?.leftOutError ?? errors.reduce(0) { $0 + abs($1) } / Double(errors.count)
            // A few operations that fit say little: as if four more were off by this.
            kindErrors[kind] = (Double(samples.count) * error + 4 * Self.errorAtFirst) / Double(samples.count + 4)
        }
        let observations = networks.map { network in
            NetworkEffects.Observation(
                measured: network.seconds,
                sum: network.operations.reduce(rates.secondsPerInference) { $0 + Self.seconds($1, rates, residuals) },
                weightBytes: network.operations.map { $0.weights * Double(precision.bytesPerElement) })
        }
        (self.rates, self.residuals, self.kindErrors) = (rates, residuals, kindErrors)
        bytesPerWeight = Double(precision.bytesPerElement)
        effects = observations.isEmpty ? .none : NetworkEffects(observations)
        // A network that was measured several times is left out whole.
        let names = Dictionary(grouping: networks.indices, by: { networks[$0].operations })
        leftOutLogErrors = observations.indices.map { index in
            let own = Set(names[networks[index].operations] ?? [index])
            let others = observations.indices.filter { !own.contains($0) }.map { observations[$0] }
            return NetworkEffects(others).logError(of: observations[index])
        }
    }

    /// Returns the seconds of one inference of a network.
    public func seconds(of operations: [OperationShape]) -> Double {
        seconds(of: operations, each: operations.map { Self.seconds($0, rates, residuals) })
    }

    /// The same where what each operation takes alone is known.
    private func seconds(of operations: [OperationShape], each: [Double]) -> Double {
        seconds(sum: each.reduce(0, +), weights(of: operations))
    }

    /// The same from sums over operations.
    func seconds(sum: Double, _ weights: NetworkEffects.Weights) -> Double {
        effects.seconds(sum: rates.secondsPerInference + sum, weights)
    }

    func weights(of operations: [OperationShape]) -> NetworkEffects.Weights {
        effects.weights(operations.map { $0.weights * bytesPerWeight })
    }

    /// Returns the seconds of one operation, alone.
    public func seconds(of operation: OperationShape) -> Double { Self.seconds(operation, rates, residuals) }

    /// Whether operations of this kind were measured.
    func knows(_ kind: OperationShape.Kind) -> Bool { rates.knows(kind) }

    /// Returns how little is known of an operation, 0 to 1: 1 for a kind that was not measured.
    public func ignorance(of operation: OperationShape) -> Double {
        guard rates.knows(operation.kind) else { return 1 }
        return residuals[operation.kind]?.ignorance(at: operation) ?? 0.5
    }

    /// How far off a network is to be expected to be beside others: the mean of what is not known of its operations, each by its share of
    /// their time. What intervals are scaled by (Lei et al. 2018, section 5.2): operations of odd sizes are known less well, and small
    /// networks are made of them.
    ///
    /// - Parameter share: the sum over operations of seconds times `ignorance`, by the sum of their seconds; 0 to 1.
    static func spread(ofIgnorance share: Double) -> Double { max(share, leastIgnorance) }

    func spread(of operations: [OperationShape]) -> Double {
        var (sum, unknown) = (0.0, 0.0)
        for operation in operations {
            let seconds = seconds(of: operation)
            sum += seconds
            unknown += seconds * ignorance(of: operation)
        }
        return Self.spread(ofIgnorance: sum > 0 ? unknown / sum : 0)
    }

    /// What networks do besides their operations is never known better.
    private static let leastIgnorance = 0.02

    private static let errorAtFirst = 0.3

    private static func seconds(
        _ operation: OperationShape, _ rates: OperationRates, _ residuals: [OperationShape.Kind: OperationResidual]
    ) -> Double {
        // Far from what was measured a correction by more than this is no better than none.
        let correction = residuals[operation.kind].map { min(max($0.mean(at: operation), -1), 1) } ?? 0
        return rates.seconds(of: operation) * exp(correction)
    }
}
