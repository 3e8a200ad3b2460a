package import NetworkGraph
package import Support

/// Which examples are to be brought to which shape: from this the prepared bytes are made, a piece at a time, in memory or
/// into a file.
package struct ExamplePreparation {
    let source: DatasetSource
    package let indices: [Int]
    let input: Shape
    private let resizer: ImageResizer

    /// - Parameter normalisation: its means are the colour of margins.
    /// - Throws: where the data set's channels cannot serve the network.
    package init(_ source: DatasetSource, indices: [Int], frontEnd: FrontEnd, normalisation: Normalisation) throws(Diagnostic) {
        let examples = source.task.input
        self.source = source
        self.indices = indices
        input = frontEnd.input
        resizer = try ImageResizer(
            from: examples, to: input, placement: frontEnd.placement(of: examples),
            margin: normalisation.colour(channels: input.channels, from: examples.channels))
    }

    /// Prepares examples whose height and width are scaled to the input's, without margins or cuts.
    ///
    /// - Throws: where the data set's channels cannot serve the network.
    package init(_ source: DatasetSource, indices: [Int], input: Shape) throws(Diagnostic) {
        self.source = source
        self.indices = indices
        self.input = input
        resizer = try ImageResizer(from: source.task.input, to: input)
    }

    /// Bytes of the prepared images.
    var byteCount: Int { indices.count * input.elements }

    /// Names the result by all that its bytes depend on. Version 1: the resizer's rounding, and the order of the bytes.
    var key: StableHash {
        var hasher = StableHasher()
        hasher.combine("nas prepared examples 1")
        hasher.combine(source.fingerprint)
        for number in [input.height, input.width, input.channels, indices.count] { hasher.combine(number) }
        for index in indices { hasher.combine(index) }
        resizer.combinePlacement(into: &hasher)
        return hasher.finalize()
    }

    func labels(of dataset: Dataset) -> [Int32] { indices.map { Int32(dataset.labels[$0]) } }

    /// All images.
    func images(of dataset: Dataset) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(byteCount)
        forEachPiece(of: dataset) { result += $0 }
        return result
    }

    /// The images in order, in pieces of about a megabyte, so that to write them takes no more memory than that.
    func forEachPiece(of dataset: Dataset, _ body: ([UInt8]) throws -> Void) rethrows {
        let elements = dataset.shape.elements
        let step = max(1, (1 << 20) / max(elements, input.elements))
        for first in stride(from: 0, to: indices.count, by: step) {
            let part = indices[first..<min(first + step, indices.count)]
            var bytes: [UInt8] = []
            bytes.reserveCapacity(part.count * elements)
            for index in part { bytes += dataset.images[index * elements..<(index + 1) * elements] }
            try body(resizer(bytes))
        }
    }
}
