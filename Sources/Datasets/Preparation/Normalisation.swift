internal import NetworkGraph
internal import TensorCore

/// What brings values to mean 0 and deviation 1: computed over the training split alone, each channel by itself, at the
/// data set's own resolution.
public struct Normalisation: Sendable, Hashable, Codable {
    /// Per channel; of pictures in units of a byte (0 to 255), of series and tables in those of the file.
    public let mean: [Double]
    /// Per channel; 1 where the training examples are all of one colour, or have one value.
    public let deviation: [Double]

    init(mean: [Double], deviation: [Double]) {
        self.mean = mean
        self.deviation = deviation
    }

    /// Computed over the examples at these indices.
    package init(_ dataset: Dataset, training: [Int]) {
        self =
            dataset.values.areFloats
            ? dataset.values.withFloats { Normalisation($0, shape: dataset.shape, training: training) }
            : dataset.values.withBytes { Normalisation($0, shape: dataset.shape, training: training) }
    }

    /// Exact: sums are whole numbers, so that the order of images does not matter.
    private init(_ images: Span<UInt8>, shape: Shape, training: [Int]) {
        let channels = shape.channels
        let elements = shape.elements
        var histogram = [Int](repeating: 0, count: channels * 256)
        for index in training {
            var channel = 0
            for position in index * elements..<(index + 1) * elements {
                histogram[channel * 256 + Int(images[position])] += 1
                channel = channel + 1 == channels ? 0 : channel + 1
            }
        }
        let count = Double(training.count) * Double(elements / channels)
        var mean: [Double] = []
        var deviation: [Double] = []
        for channel in 0..<channels {
            let counts = histogram[channel * 256..<(channel + 1) * 256]
            let average = counts.enumerated().reduce(0.0) { $0 + Double($1.offset) * Double($1.element) } / count
            let variance = counts.enumerated().reduce(0.0) { sum, entry in
                let distance = Double(entry.offset) - average
                return sum + distance * distance * Double(entry.element)
            }
            mean.append(average)
            deviation.append(variance > 0 ? (variance / count).squareRoot() : 1)
        }
        self.mean = mean
        self.deviation = deviation
    }

    /// In double precision and in the order of the indices, the mean first. What is no number does not count; a channel without a number
    /// has mean 0.
    private init(_ values: Span<Float>, shape: Shape, training: [Int]) {
        let (channels, elements) = (shape.channels, shape.elements)
        func sums(_ term: (Double, Int) -> Double) -> (sums: [Double], counts: [Int]) {
            var sums = [Double](repeating: 0, count: channels)
            var counts = [Int](repeating: 0, count: channels)
            for index in training {
                var channel = 0
                for position in index * elements..<(index + 1) * elements {
                    let value = values[position]
                    if !value.isNaN {
                        sums[channel] += term(Double(value), channel)
                        counts[channel] += 1
                    }
                    channel = channel + 1 == channels ? 0 : channel + 1
                }
            }
            return (sums, counts)
        }
        func shares(_ result: (sums: [Double], counts: [Int])) -> [Double] {
            zip(result.sums, result.counts).map { $1 == 0 ? 0 : $0 / Double($1) }
        }
        let mean = shares(sums { value, _ in value })
        let variance = shares(
            sums { value, channel in
                let distance = value - mean[channel]
                return distance * distance
            })
        self.mean = mean
        // Of equal values a rest of rounding is left, which must not become the measure.
        deviation = zip(mean, variance).map { mean, variance in
            let deviation = variance.squareRoot()
            return deviation > 1e-12 * abs(mean) ? deviation : 1
        }
    }

    /// Writes series and rows of that shape as (value - mean) / deviation.
    func floatNormaliser(of shape: Shape) -> FloatNormaliser {
        FloatNormaliser(shape: shape, means: mean.map { Float($0) }, scales: deviation.map { Self.scale($0) })
    }

    /// A deviation that is next to nothing does not become infinite.
    private static func scale(_ deviation: Double) -> Float { min(Float(1 / deviation), Float.greatestFiniteMagnitude) }

    /// Writes images of that shape as (byte - mean) / deviation, which is computed as byte * scale + shift.
    ///
    /// - Parameter channels: of the data set, where the images' channels were made from others: copies of a grey one, or the
    ///   luma of colours, whose deviation is approximated by the mean of theirs.
    func normaliser(of shape: Shape, from channels: Int) -> ImageNormaliser {
        let converted = converted(from: channels, to: shape.channels)
        return ImageNormaliser(
            shape: Shape(height: shape.height, width: shape.width, channels: shape.channels),
            scales: converted.deviation.map { Float(1 / $0) },
            shifts: zip(converted.mean, converted.deviation).map { Float(-$0 / $1) })
    }

    /// The mean pixel of images of so many channels, made from the data set's, in whole steps.
    ///
    /// Empty where there is no way from the one number of channels to the other.
    func colour(channels: Int, from source: Int) -> [UInt8] {
        guard source == channels || source == 1 || source == 3 else { return [] }
        return converted(from: source, to: channels).mean.map { UInt8(min(max($0.rounded(), 0), 255)) }
    }

    private func converted(from source: Int, to target: Int) -> Normalisation {
        guard source != target else { return self }
        guard source > 1 else {
            return Normalisation(
                mean: [Double](repeating: mean[0], count: target), deviation: [Double](repeating: deviation[0], count: target))
        }
        let luma = 0.299 * mean[0] + 0.587 * mean[1] + 0.114 * mean[2]
        return Normalisation(mean: [luma], deviation: [deviation.reduce(0, +) / Double(source)])
    }
}
