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

    /// - Parameter pictures: at least one.
    init(_ pictures: some Collection<PictureFile>) {
        let heights = pictures.map(\.height).sorted()
        let widths = pictures.map(\.width).sorted()
        let (least, most) = ((heights[0], widths[0]), (heights[heights.count - 1], widths[widths.count - 1]))
        if least == most, max(most.0, most.1) <= Self.largestKept {
            (height, width) = most
            note = nil
            return
        }
        // A square, which every space takes.
        let median = min(heights[heights.count / 2], widths[widths.count / 2])
        let side = max(8, (min(median, Self.cap) + 2) / 4 * 4)
        (height, width) = (side, side)
        let sizes =
            least == most
            ? "pictures of \(most.0)x\(most.1)"
            : "pictures of several sizes (\(least.0) to \(most.0) high, \(least.1) to \(most.1) wide)"
        note = "\(sizes) are brought to \(height)x\(width): the middle of each, scaled"
    }
}
