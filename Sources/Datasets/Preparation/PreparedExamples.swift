internal import NetworkGraph
package import Support
internal import TensorCore

/// Examples of one part of a split in the shape that a network takes: bytes or floats, normalised only when a batch is gathered.
package struct PreparedExamples: Sendable {
    let shape: Shape
    package let labels: [Int32]
    private let normaliser: ImageNormaliser
    private let bytes: Bytes
    /// The examples where they are floats; there are no bytes then.
    private let floats: PreparedFloats?

    private enum Bytes {
        case memory([UInt8])
        case file(PreparedFile)
    }

    /// - Parameter cache: where they are looked for and kept; nil for memory alone.
    /// - Throws: where the data set is needed and can no longer be read.
    package init(_ preparation: ExamplePreparation, normalisation: Normalisation, cache: PreparedCache?) throws(Diagnostic) {
        shape = preparation.input
        guard !preparation.holdsFloats else {
            let prepared = try PreparedFloats(preparation, normalisation: normalisation, cache: cache)
            (floats, labels) = (prepared, prepared.labels)
            normaliser = ImageNormaliser(shape: Shape(height: 1, width: 1, channels: 1), scales: [1], shifts: [0])
            bytes = .memory([])
            return
        }
        floats = nil
        normaliser = normalisation.normaliser(of: shape, from: preparation.source.task.input.channels)
        if let file = cache?.file(for: preparation) {
            bytes = .file(file)
            labels = file.labels
        } else {
            let dataset = try preparation.source.dataset()
            bytes = .memory(preparation.images(of: dataset))
            labels = preparation.labels(of: dataset)
        }
    }

    package var count: Int { labels.count }

    /// Whether the images are a file's, shared with other processes.
    package var isMapped: Bool { if case .file = bytes { true } else { floats?.isMapped ?? false } }

    /// Bytes of images that this process alone holds.
    package var memoryBytes: Int { if case .memory(let images) = bytes { images.count + (floats?.memoryBytes ?? 0) } else { 0 } }

    /// All images' bytes; none where the examples are floats. The span is valid in `body` alone.
    func withImages<Result>(_ body: (Span<UInt8>) -> Result) -> Result {
        switch bytes {
        case .memory(let images): body(images.span)
        case .file(let file): file.withImages(body)
        }
    }

    /// Writes the examples at `positions`, one after the other: labels in place of what was there, and images normalised.
    ///
    /// Allocates nothing, as long as `labels` has room. Concrete types: a collection whose type is not known allocates for each
    /// element.
    package func gather(at positions: ArraySlice<Int>, into pixels: inout MutableSpan<Float>, labels: inout [Int32]) {
        gatherLabels(at: positions, into: &labels)
        if let floats { return floats.gather(at: positions, into: &pixels) }
        withImages { images in
            for (place, position) in positions.enumerated() {
                normaliser.write(position, of: images, to: place, of: &pixels)
            }
        }
    }

    /// The same for examples that lie one behind the other.
    package func gather(_ positions: Range<Int>, into pixels: inout MutableSpan<Float>, labels: inout [Int32]) {
        labels.removeAll(keepingCapacity: true)
        labels.append(contentsOf: self.labels[positions])
        if let floats { return floats.gather(positions, into: &pixels) }
        withImages { images in
            for position in positions {
                normaliser.write(position, of: images, to: position - positions.lowerBound, of: &pixels)
            }
        }
    }

    /// Writes the examples at `positions`, each augmented by the entry of `augmentations` at the same place.
    ///
    /// The image is turned, moved, mirrored and recoloured, in this order, as far as the settings ask for it (`changesPixels`).
    /// The shift fills with black pixels before normalisation (torchvision's RandomCrop with padding), the cut-out square is 0
    /// after it, the mean colour (T. DeVries and G. Taylor, "Improved regularization of convolutional neural networks with
    /// cutout", 2017).
    package func gather(
        at positions: ArraySlice<Int>, augmentations: ArraySlice<Augmentation>, cutout: Int, changesPixels: Bool = false,
        into pixels: inout MutableSpan<Float>, labels: inout [Int32]
    ) {
        gatherLabels(at: positions, into: &labels)
        if let floats { return floats.gather(at: positions, augmentations: augmentations, cutout: cutout, into: &pixels) }
        withImages { images in
            for (place, (position, augmentation)) in zip(positions, augmentations).enumerated() {
                if changesPixels {
                    normaliser.write(
                        position, of: images, to: place, of: &pixels, isMirrored: augmentation.isFlipped,
                        rowShift: augmentation.rowShift, columnShift: augmentation.columnShift, degrees: augmentation.degrees,
                        colour: augmentation.colour)
                } else {
                    normaliser.write(
                        position, of: images, to: place, of: &pixels, isMirrored: augmentation.isFlipped,
                        rowShift: augmentation.rowShift, columnShift: augmentation.columnShift)
                }
                normaliser.cut(
                    row: augmentation.cutoutRow, column: augmentation.cutoutColumn, side: cutout, from: place, of: &pixels)
            }
        }
    }

    private func gatherLabels(at positions: ArraySlice<Int>, into labels: inout [Int32]) {
        labels.removeAll(keepingCapacity: true)
        for position in positions { labels.append(self.labels[position]) }
    }
}
