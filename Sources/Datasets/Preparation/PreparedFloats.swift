internal import NetworkGraph
internal import Support
internal import TensorCore

/// Prepared examples that are floats, in memory or mapped from a file.
struct PreparedFloats: Sendable {
    let labels: [Int32]
    private let normaliser: FloatNormaliser
    private let values: Values

    private enum Values {
        case memory([Float])
        case file(PreparedFile)
    }

    /// - Throws: where the data set is needed and can no longer be read.
    init(_ preparation: ExamplePreparation, normalisation: Normalisation, cache: PreparedCache?) throws(Diagnostic) {
        normaliser = normalisation.floatNormaliser(of: preparation.input)
        if let file = cache?.file(for: preparation) {
            values = .file(file)
            labels = file.labels
        } else {
            let dataset = try preparation.source.dataset()
            values = .memory(preparation.floats(of: dataset))
            labels = preparation.labels(of: dataset)
        }
    }

    var isMapped: Bool { if case .file = values { true } else { false } }

    /// Bytes that this process alone holds.
    var memoryBytes: Int { if case .memory(let floats) = values { floats.count * MemoryLayout<Float>.size } else { 0 } }

    private func withValues<Result>(_ body: (Span<Float>) -> Result) -> Result {
        switch values {
        case .memory(let floats): body(floats.span)
        case .file(let file): file.withFloats(body)
        }
    }

    /// Writes the examples at `positions`, one after the other, normalised. Allocates nothing.
    func gather(at positions: ArraySlice<Int>, into pixels: inout MutableSpan<Float>) {
        withValues { values in
            for (place, position) in positions.enumerated() { normaliser.write(position, of: values, to: place, of: &pixels) }
        }
    }

    /// The same for examples that lie one behind the other.
    func gather(_ positions: Range<Int>, into pixels: inout MutableSpan<Float>) {
        withValues { values in
            for position in positions {
                normaliser.write(position, of: values, to: position - positions.lowerBound, of: &pixels)
            }
        }
    }

    /// Writes the examples at `positions`, each augmented by the entry of `augmentations` at the same place: what a shift uncovers and
    /// what is cut out becomes 0, the mean.
    func gather(
        at positions: ArraySlice<Int>, augmentations: ArraySlice<Augmentation>, cutout: Int, into pixels: inout MutableSpan<Float>
    ) {
        withValues { values in
            for (place, (position, augmentation)) in zip(positions, augmentations).enumerated() {
                normaliser.write(
                    position, of: values, to: place, of: &pixels, isMirrored: augmentation.isFlipped, rowShift: augmentation.rowShift,
                    columnShift: augmentation.columnShift)
                normaliser.cut(
                    row: augmentation.cutoutRow, column: augmentation.cutoutColumn, side: cutout, from: place, of: &pixels)
            }
        }
    }
}
