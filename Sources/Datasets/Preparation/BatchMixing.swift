package import NAS
package import NetworkGraph
package import Support

/// How the images of one batch are mixed with each other, the first with the last and so on: an epoch's order being random, so are the
/// pairs. Drawn anew for every batch, one share for all of its images, as the authors' programs do.
package struct BatchMixing: Hashable {
    /// How much of each image is itself, 0 to 1; the rest is its partner's.
    package private(set) var share: Float = 1
    /// Where the partner shows, the whole of it; nil where it shows through everywhere.
    private(set) var box: Box?

    struct Box: Hashable {
        let rows: Range<Int>
        let columns: Range<Int>
    }

    /// Images are blended (Zhang et al., "mixup: beyond empirical risk minimization", ICLR 2018).
    init(share: Float) { self.share = share }

    /// A box of about 1 - share of the image's area around a pixel is the partner's (Yun et al., "CutMix: regularization strategy to train
    /// strong classifiers with localizable features", ICCV 2019); the share becomes what is left after the box is cut at the borders.
    init(share: Double, row: Int, column: Int, shape: Shape) {
        let side = max(0, 1 - share).squareRoot()
        func range(_ centre: Int, _ extent: Int) -> Range<Int> {
            let length = Int(Double(extent) * side)
            // Along a side of one pixel there is nothing to cut.
            guard extent > 1 else { return 0..<extent }
            let first = centre - length / 2
            return max(first, 0)..<max(min(first + length, extent), max(first, 0))
        }
        let box = Box(rows: range(row, shape.height), columns: range(column, shape.width))
        self.box = box
        self.share = 1 - Float(box.rows.count * box.columns.count) / Float(shape.height * shape.width)
    }

    /// The draws of a whole epoch, one a batch: a pure function of the stream. With both, each batch is mixed by either with probability
    /// one half.
    package static func epoch(batches: Int, recipe: TrainingRecipe, shape: Shape, random stream: RandomStream) -> [BatchMixing] {
        guard recipe.mixup > 0 || recipe.cutmix > 0 else { return [] }
        var random = stream
        return (0..<batches).map { _ in
            let isCut = recipe.mixup <= 0 || (recipe.cutmix > 0 && random.nextInt(below: 2) == 1)
            let share = random.nextBeta(isCut ? recipe.cutmix : recipe.mixup)
            guard isCut else { return BatchMixing(share: Float(share)) }
            return BatchMixing(
                share: share, row: random.nextInt(below: shape.height), column: random.nextInt(below: shape.width), shape: shape)
        }
    }

    /// Mixes the images of a batch, `[count, height, width, channels]`, in place.
    package func mix(_ pixels: inout MutableSpan<Float>, count: Int, shape: Shape) {
        let elements = shape.elements
        precondition(count * elements <= pixels.count)
        for index in 0..<count / 2 {
            let (first, second) = (index * elements, (count - 1 - index) * elements)
            guard let box else {
                for element in 0..<elements {
                    let (one, other) = (pixels[unchecked: first + element], pixels[unchecked: second + element])
                    pixels[unchecked: first + element] = share * one + (1 - share) * other
                    pixels[unchecked: second + element] = share * other + (1 - share) * one
                }
                continue
            }
            for row in box.rows {
                let start = (row * shape.width + box.columns.lowerBound) * shape.channels
                for element in start..<start + box.columns.count * shape.channels {
                    pixels.swapAt(unchecked: first + element, unchecked: second + element)
                }
            }
        }
    }
}
