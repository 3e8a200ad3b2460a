internal import NetworkGraph

/// Examples of floats as they are drawn: of a series a curve for each channel, of a table's row one over its columns, all in units of the
/// channels' deviations.
public struct ExampleCurves: Sendable {
    private let values: ExampleValues
    private let shape: Shape
    private let isTable: Bool
    private let normalisation: Normalisation

    /// Nil for pictures and texts, which are drawn as they are.
    public init?(_ dataset: Dataset) {
        guard dataset.values.areFloats else { return nil }
        (values, shape, isTable) = (dataset.values, dataset.shape, dataset.kind == .table)
        normalisation = Normalisation(dataset, training: Array(0..<dataset.count))
    }

    private static let mostPoints = 512

    /// Of a long curve the lowest and the highest point of each piece, as they come: a drawing shows no more of it.
    private static func drawn(_ curve: [Double]) -> [Double] {
        guard curve.count > mostPoints else { return curve }
        let pieces = mostPoints / 2
        return (0..<pieces).flatMap { piece -> [Double] in
            let range = piece * curve.count / pieces..<(piece + 1) * curve.count / pieces
            guard let low = range.min(by: { curve[$0] < curve[$1] }), let high = range.max(by: { curve[$0] < curve[$1] }) else { return [] }
            return [curve[min(low, high)], curve[max(low, high)]]
        }
    }

    /// Returns the curves of an example, without the places at which there is no value.
    public func curves(ofExample index: Int) -> [[Double]] {
        guard case .floats(let example) = values.examples([index], elements: shape.elements) else { return [] }
        let channels = (0..<shape.channels).map { channel in
            (0..<shape.height * shape.width).compactMap { place -> Double? in
                let value = Double(example[place * shape.channels + channel])
                return value.isNaN ? nil : (value - normalisation.mean[channel]) / normalisation.deviation[channel]
            }
        }
        return isTable ? [channels.flatMap { $0 }] : channels.map(Self.drawn)
    }
}
