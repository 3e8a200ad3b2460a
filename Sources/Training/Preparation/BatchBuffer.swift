internal import NAS

/// The images and labels of one batch as a network takes them; made once and filled again and again.
struct BatchBuffer {
    private(set) var images: [Float]
    private(set) var labels: [Int32]
    private let elements: Int

    init(capacity: Int, shape: Shape) {
        elements = shape.elements
        images = [Float](repeating: 0, count: capacity * elements)
        labels = []
        labels.reserveCapacity(capacity)
    }

    /// Takes the examples at `positions`, normalised.
    mutating func fill(_ examples: PreparedExamples, at positions: some Collection<Int>) {
        labels.removeAll(keepingCapacity: true)
        var offset = 0
        for position in positions {
            labels.append(examples.labels[position])
            copy(examples, position, to: offset)
            offset += elements
        }
    }

    /// Takes the examples at `positions`, each augmented by the entry of `augmentations` at the same place.
    ///
    /// The shift fills with black pixels before normalisation (torchvision's RandomCrop with padding), the cut-out square is 0
    /// after it, the mean colour (T. DeVries and G. Taylor, "Improved regularization of convolutional neural networks with
    /// cutout", 2017).
    mutating func fill(
        _ examples: PreparedExamples, at positions: some Collection<Int>, augmentations: some Collection<Augmentation>, cutout: Int
    ) {
        labels.removeAll(keepingCapacity: true)
        var offset = 0
        for (position, augmentation) in zip(positions, augmentations) {
            labels.append(examples.labels[position])
            move(examples, position, to: offset, augmentation)
            if cutout > 0 { cut(examples.shape, at: offset, augmentation, side: cutout) }
            offset += elements
        }
    }

    private mutating func copy(_ examples: PreparedExamples, _ position: Int, to offset: Int) {
        let (source, table, channels) = (examples.images, examples.table, examples.shape.channels)
        let start = position * elements
        var base = 0
        for element in 0..<elements {
            images[offset + element] = table[base + Int(source[start + element])]
            base = base + 256 == channels * 256 ? 0 : base + 256
        }
    }

    private mutating func move(_ examples: PreparedExamples, _ position: Int, to offset: Int, _ augmentation: Augmentation) {
        let (source, table, shape) = (examples.images, examples.table, examples.shape)
        let start = position * elements
        var target = offset
        for row in 0..<shape.height {
            let sourceRow = row + augmentation.rowShift
            let isRowInside = (0..<shape.height).contains(sourceRow)
            for column in 0..<shape.width {
                let shifted = column + augmentation.columnShift
                let sourceColumn = augmentation.isFlipped ? shape.width - 1 - shifted : shifted
                let isInside = isRowInside && (0..<shape.width).contains(sourceColumn)
                let pixel = start + (sourceRow * shape.width + sourceColumn) * shape.channels
                for channel in 0..<shape.channels {
                    images[target] = table[channel * 256 + (isInside ? Int(source[pixel + channel]) : 0)]
                    target += 1
                }
            }
        }
    }

    private mutating func cut(_ shape: Shape, at offset: Int, _ augmentation: Augmentation, side: Int) {
        let rows = max(0, augmentation.cutoutRow)..<max(0, min(shape.height, augmentation.cutoutRow + side))
        let first = max(0, augmentation.cutoutColumn)
        let last = min(shape.width, augmentation.cutoutColumn + side)
        for row in rows where first < last {
            for element in (row * shape.width + first) * shape.channels..<(row * shape.width + last) * shape.channels {
                images[offset + element] = 0
            }
        }
    }
}
