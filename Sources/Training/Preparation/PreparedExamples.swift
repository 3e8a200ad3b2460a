internal import NAS
internal import Support

/// Examples of one part of a split in the shape that a network takes: bytes, normalised only when a batch is gathered.
struct PreparedExamples: Sendable {
    let shape: Shape
    let images: [UInt8]
    let labels: [Int32]
    /// The normalised value of every byte in every channel of `shape`.
    let table: [Float]

    var count: Int { labels.count }

    /// - Throws: where the data set's channels cannot serve the network.
    init(_ dataset: Dataset, indices: [Int], input: Shape, normalisation: Normalisation) throws(Diagnostic) {
        let resizer = try ImageResizer(from: dataset.shape, to: input)
        let elements = dataset.shape.elements
        var bytes: [UInt8] = []
        bytes.reserveCapacity(indices.count * elements)
        for index in indices { bytes += dataset.images[index * elements..<(index + 1) * elements] }
        shape = input
        images = resizer(bytes)
        labels = indices.map { Int32(dataset.labels[$0]) }
        table = normalisation.converted(from: dataset.shape.channels, to: input.channels).table
    }
}

extension Normalisation {
    /// For images whose channels were made from others: copies of a grey one, or the luma of colours, whose deviation is
    /// approximated by the mean of theirs.
    fileprivate func converted(from source: Int, to target: Int) -> Normalisation {
        guard source != target else { return self }
        guard source > 1 else {
            return Normalisation(
                mean: [Double](repeating: mean[0], count: target), deviation: [Double](repeating: deviation[0], count: target))
        }
        let luma = 0.299 * mean[0] + 0.587 * mean[1] + 0.114 * mean[2]
        return Normalisation(mean: [luma], deviation: [deviation.reduce(0, +) / Double(source)])
    }
}
