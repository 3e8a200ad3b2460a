internal import Support

/// The sizes that the pictures of a set have, and the one that it gets.
struct PictureSizes {
    let height: Int
    let width: Int
    /// What was changed, in a line; nil where every picture keeps its size.
    let note: String?

    /// Small enough for the networks of a board, and as large as most published ones take at that size.
    static let cap = 64
    /// Pictures of one size that are no larger are left as they are: somebody chose it.
    static let largestKept = 256

    /// - Parameters:
    ///   - pictures: at least one.
    ///   - resize: what their owner says; nil for what suits them.
    init(_ pictures: some Collection<PictureFile>, resize: PictureResize?, folder: String) throws(Diagnostic) {
        let heights = pictures.map(\.height).sorted()
        let widths = pictures.map(\.width).sorted()
        let (least, most) = ((heights[0], widths[0]), (heights[heights.count - 1], widths[widths.count - 1]))
        let sizes =
            least == most
            ? "pictures of \(most.0)x\(most.1)"
            : "pictures of several sizes (\(least.0) to \(most.0) high, \(least.1) to \(most.1) wide)"
        let isKept: Bool
        switch resize {
        case .to(let height, let width):
            (self.height, self.width) = (height, width)
            isKept = least == most && most == (height, width)
        case .asTheyAre:
            guard least == most, max(most.0, most.1) <= ImageLimits.largestSide else {
                throw Diagnostic(
                    "holds \(sizes); resize=none is for one size, of at most \(ImageLimits.largestSide) pixels a side", file: folder,
                    hint: "resize=64 brings all to 64x64")
            }
            (height, width) = most
            isKept = true
        case nil where least == most && max(most.0, most.1) <= Self.largestKept:
            (height, width) = most
            isKept = true
        case nil:
            // A square, which every space takes.
            let median = min(heights[heights.count / 2], widths[widths.count / 2])
            let side = max(8, (min(median, Self.cap) + 2) / 4 * 4)
            (height, width) = (side, side)
            isKept = false
        }
        guard !isKept else {
            note = nil
            return
        }
        note = "\(sizes) are brought to \(height)x\(width): the middle of each, scaled"
    }
}
