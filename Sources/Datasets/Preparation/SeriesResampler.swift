internal import NetworkGraph
internal import Support

/// Brings series to the length a network takes, by linear interpolation along time whose kernel widens where the series gets shorter, so
/// that every moment counts. Where there is no value, the others of the kernel count; where there is none of them, or a margin is left,
/// there is none.
struct SeriesResampler {
    private let source: Shape
    private let target: Shape
    private let placement: ImagePlacement
    private let taps: [ImageResizer.Tap]

    /// - Throws: where channels or rows would have to change: they are quantities, which nothing can be put in place of.
    init(from source: Shape, to target: Shape, placement: ImagePlacement) throws(Diagnostic) {
        guard source.channels == target.channels, source.height == target.height else {
            throw Diagnostic(
                "the network takes examples of \(target), the data set has \(source): only the length of series can change",
                hint: "let the search space take its input from the data (input: {from: data})")
        }
        self.source = source
        self.target = target
        self.placement = placement
        taps = ImageResizer.taps(from: placement.sourceColumns, to: placement.targetColumns.count)
    }

    private var isWhole: Bool { placement.isWhole(from: source, to: target) }

    /// Adds what tells results of these shapes apart. Nothing where whole series fill the whole length.
    func combinePlacement(into hasher: inout StableHasher) {
        guard !isWhole else { return }
        hasher.combine("placement 1")
        for range in [placement.sourceColumns, placement.targetColumns] {
            hasher.combine(range.lowerBound)
            hasher.combine(range.count)
        }
    }

    /// - Parameter series: whole examples, one after the other.
    func callAsFunction(_ series: [Float]) -> [Float] {
        guard source != target || !isWhole else { return series }
        var result = [Float](repeating: .nan, count: series.count / source.elements * target.elements)
        let channels = source.channels
        for row in 0..<series.count / (source.width * channels) {
            for (position, tap) in taps.enumerated() {
                for channel in 0..<channels {
                    var (sum, weights): (Float, Float) = (0, 0)
                    for (offset, weight) in tap.weights.enumerated() {
                        let value = series[(row * source.width + tap.start + offset) * channels + channel]
                        if !value.isNaN, weight > 0 {
                            sum += weight * value
                            weights += weight
                        }
                    }
                    guard weights > 0 else { continue }
                    result[(row * target.width + placement.targetColumns.lowerBound + position) * channels + channel] = sum / weights
                }
            }
        }
        return result
    }
}
