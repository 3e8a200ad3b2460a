package import NetworkGraph
package import Support

/// Which examples are to be brought to which shape: from this the prepared values are made, a piece at a time, in memory or
/// into a file.
package struct ExamplePreparation {
    let source: DatasetSource
    package let indices: [Int]
    let input: Shape
    /// Whether the examples are floats, in the end as in the beginning.
    let holdsFloats: Bool
    private let resizer: Resizer

    private enum Resizer {
        case images(ImageResizer)
        case series(SeriesResampler)
    }

    /// - Parameter normalisation: its means are the colour of margins.
    /// - Throws: where the data set's channels cannot serve the network.
    package init(_ source: DatasetSource, indices: [Int], frontEnd: FrontEnd, normalisation: Normalisation) throws(Diagnostic) {
        guard source.kind != .text else { throw Diagnostic("no network takes texts yet") }
        let examples = source.task.input
        self.source = source
        self.indices = indices
        input = frontEnd.input
        holdsFloats = source.kind.hasFeatures
        let placement = frontEnd.placement(of: examples)
        resizer =
            holdsFloats
            ? .series(try SeriesResampler(from: examples, to: input, placement: placement))
            : .images(
                try ImageResizer(
                    from: examples, to: input, placement: placement,
                    margin: normalisation.colour(channels: input.channels, from: examples.channels)))
    }

    /// Prepares examples whose height and width are scaled to the input's, without margins or cuts.
    ///
    /// - Throws: where the data set's channels cannot serve the network.
    package init(_ source: DatasetSource, indices: [Int], input: Shape) throws(Diagnostic) {
        guard source.kind != .text else { throw Diagnostic("no network takes texts yet") }
        self.source = source
        self.indices = indices
        self.input = input
        holdsFloats = source.kind.hasFeatures
        let examples = source.task.input
        resizer =
            holdsFloats
            ? .series(
                try SeriesResampler(from: examples, to: input, placement: ImagePlacement(from: examples, to: input, by: .stretch)))
            : .images(try ImageResizer(from: examples, to: input))
    }

    /// Bytes of the prepared examples.
    var byteCount: Int { indices.count * input.elements * (holdsFloats ? MemoryLayout<Float>.size : 1) }

    /// Names the result by all that its bytes depend on. Version 1: the resizer's rounding, and the order of the bytes.
    var key: StableHash {
        var hasher = StableHasher()
        hasher.combine(holdsFloats ? "nas prepared floats 1" : "nas prepared examples 1")
        hasher.combine(source.fingerprint)
        for number in [input.height, input.width, input.channels, indices.count] { hasher.combine(number) }
        for index in indices { hasher.combine(index) }
        switch resizer {
        case .images(let resizer): resizer.combinePlacement(into: &hasher)
        case .series(let resampler): resampler.combinePlacement(into: &hasher)
        }
        return hasher.finalize()
    }

    func labels(of dataset: Dataset) -> [Int32] { indices.map { Int32(dataset.labels[$0]) } }

    /// All images; none where the examples are floats.
    func images(of dataset: Dataset) -> [UInt8] {
        var result: [UInt8] = []
        result.reserveCapacity(byteCount)
        forEachPiece(of: dataset) { if case .bytes(let piece) = $0 { result += piece } }
        return result
    }

    /// All examples of floats; none where they are images.
    func floats(of dataset: Dataset) -> [Float] {
        var result: [Float] = []
        result.reserveCapacity(indices.count * input.elements)
        forEachPiece(of: dataset) { if case .floats(let piece) = $0 { result += piece } }
        return result
    }

    /// The examples in order, in memory, in pieces of about a million values, so that to write them takes no more memory than that.
    func forEachPiece(of dataset: Dataset, _ body: (ExampleValues) throws -> Void) rethrows {
        let elements = dataset.shape.elements
        let step = max(1, (1 << 20) / max(elements, input.elements))
        for first in stride(from: 0, to: indices.count, by: step) {
            let part = dataset.values.examples(indices[first..<min(first + step, indices.count)], elements: elements)
            switch (part, resizer) {
            case (.bytes(let bytes), .images(let resizer)): try body(.bytes(resizer(bytes)))
            case (.floats(let floats), .series(let resampler)): try body(.floats(resampler(floats)))
            default: preconditionFailure("a data set is of one kind")
            }
        }
    }
}
