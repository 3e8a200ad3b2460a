internal import Foundation

/// A network's time on a board as the sum of its operations', each its rates' times what is learned of operations like it; then a
/// factor that whole networks tell, for what caches and the runtime do between operations.
public struct OperationModel: Sendable {
    let rates: OperationRates
    private let residuals: [OperationShape.Kind: OperationResidual]
    /// Of each kind that was measured: the mean error of operations predicted from the others, as a logarithm.
    public let kindErrors: [OperationShape.Kind: Double]
    /// By how much whole networks are above the sum of their operations; 1 where none was measured.
    private let networkFactor: Double
    /// Of each network by how much the model is off that does not know it: measured by predicted, as a logarithm.
    let leftOutLogErrors: [Double]

    /// - Parameters:
    ///   - alone: one operation each, or few; at least one.
    ///   - networks: whole networks; may be empty.
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
            kindErrors[kind] = residuals[kind]?.leftOutError ?? errors.reduce(0) { $0 + abs($1) } / Double(errors.count)
        }
        let logs = networks.map { network in
            log(network.seconds / network.operations.reduce(rates.secondsPerInference) { $0 + Self.seconds($1, rates, residuals) })
        }
        (self.rates, self.residuals, self.kindErrors) = (rates, residuals, kindErrors)
        networkFactor = Self.factor(logs)
        leftOutLogErrors = logs.indices.map { index in
            var others = logs
            others.remove(at: index)
            return logs[index] - log(Self.factor(others))
        }
    }

    /// Seconds of an inference.
    public func seconds(of operations: [OperationShape]) -> Double {
        operations.reduce(secondsPerInference) { $0 + seconds(of: $1) }
    }

    /// Seconds of one operation within a network.
    public func seconds(of operation: OperationShape) -> Double { Self.seconds(operation, rates, residuals) * networkFactor }

    /// What an inference costs besides its operations.
    var secondsPerInference: Double { rates.secondsPerInference * networkFactor }

    /// How little is known of an operation, 0 to 1.
    public func ignorance(of operation: OperationShape) -> Double {
        guard rates.knows(operation.kind) else { return 1 }
        return residuals[operation.kind]?.ignorance(at: operation) ?? 0.5
    }

    /// The middle of the networks, held to 1 as strongly as by three more.
    private static func factor(_ logs: [Double]) -> Double {
        logs.isEmpty ? 1 : exp(median(logs) * Double(logs.count) / Double(logs.count + 3))
    }

    private static func seconds(
        _ operation: OperationShape, _ rates: OperationRates, _ residuals: [OperationShape.Kind: OperationResidual]
    ) -> Double {
        // Far from what was measured a correction by more than this is no better than none.
        let correction = residuals[operation.kind].map { min(max($0.mean(at: operation), -1), 1) } ?? 0
        return rates.seconds(of: operation) * exp(correction)
    }
}
