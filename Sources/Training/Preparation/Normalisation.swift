internal import NAS

/// What brings pixels to mean 0 and deviation 1: computed over the training split alone, each channel by itself, at the
/// data set's own resolution.
public struct Normalisation: Sendable, Hashable, Codable {
    /// Per channel, in units of a byte (0 to 255).
    public let mean: [Double]
    /// Per channel; 1 where the training images are all of one colour.
    public let deviation: [Double]

    init(mean: [Double], deviation: [Double]) {
        self.mean = mean
        self.deviation = deviation
    }

    /// Exact: sums are whole numbers, so that the order of images does not matter.
    init(_ dataset: Dataset, training: [Int]) {
        let channels = dataset.shape.channels
        let elements = dataset.shape.elements
        let images = dataset.images
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

    /// The normalised value of every byte in every channel: `[channel * 256 + byte]`.
    var table: [Float] {
        zip(mean, deviation).flatMap { mean, deviation in (0..<256).map { Float((Double($0) - mean) / deviation) } }
    }
}
