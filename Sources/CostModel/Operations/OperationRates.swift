/// Rates of operations' features: the structured part of a model, the same physics for every board.
///
/// Fitted to relative errors, absolute so that a few odd measurements count little, without negative rates, each held to a prior
/// ratio by a ridge, by iterated least squares, as `LatencyModel` is.
struct OperationRates: Sendable {
    private let rates: [OperationFeature: Double]
    /// Seconds that one multiply-accumulate takes by the typical ratios: for features that were not measured.
    private let scale: Double
    private let precision: OperationPrecision

    init(_ samples: [MeasuredSample], precision: OperationPrecision) {
        precondition(!samples.isEmpty)
        self.precision = precision
        var columns: [OperationFeature: Int] = [.inferences: 0]
        var features = [OperationFeature.inferences]
        let rows = samples.map { sample in
            var row: [Int: Double] = [0: OperationFeature.inferences.typicalCost]
            for operation in sample.operations {
                for (feature, amount) in operation.features(precision) {
                    let column = columns[feature] ?? features.count
                    if column == features.count {
                        columns[feature] = column
                        features.append(feature)
                    }
                    row[column, default: 0] += amount * feature.typicalCost
                }
            }
            return row
        }
        // In order, so that sums are the same to the last bit in every process.
        let ordered = rows.map { row in row.sorted { $0.key < $1.key } }
        let scale = median(zip(ordered, samples).map { row, sample in sample.seconds / row.reduce(0) { $0 + $1.value } })
        let relative = zip(ordered, samples).map { row, sample in
            row.map { (column: $0.key, share: $0.value * scale / sample.seconds) }
        }
        let factors = nonNegativeAbsoluteFit(
            relative, size: features.count, ridge: Self.ridge, leastError: Self.leastError, rounds: 6)
        self.scale = scale
        rates = Dictionary(uniqueKeysWithValues: zip(features, factors).map { ($0, $0.typicalCost * scale * $1) })
    }

    var secondsPerInference: Double { rate(of: .inferences) }

    /// Seconds of one operation.
    func seconds(of operation: OperationShape) -> Double {
        operation.features(precision).reduce(0) { $0 + $1.amount * rate(of: $1.feature) }
    }

    /// Seconds of one unit.
    func rate(of feature: OperationFeature) -> Double { rates[feature] ?? feature.typicalCost * scale }

    /// Seconds of one operation by what they are spent on.
    func parts(of operation: OperationShape) -> (compute: Double, memory: Double, overhead: Double) {
        var (compute, memory, overhead) = (0.0, 0.0, 0.0)
        for (feature, amount) in operation.features(precision) {
            let seconds = amount * rate(of: feature)
            switch feature.amount {
            case .macs, .macsBy4, .macsBy8, .macsByPosition, .windows, .activations: compute += seconds
            case .inputElements, .outputElements, .weights, .weightsBeyond32KiB, .weightsBeyond128KiB, .weightsBeyond512KiB,
                .weightsBeyond2MiB:
                memory += seconds
            case .calls, .rows, .inferences: overhead += seconds
            }
        }
        return (compute, memory, overhead)
    }

    /// Whether operations of this kind were measured.
    func knows(_ kind: OperationShape.Kind) -> Bool { rates[OperationFeature(kind, .calls)] != nil }

    private static let ridge = 0.001
    /// Errors below this count as squares.
    private static let leastError = 0.03
}
