/// Height and width of a kernel, a stride or a dilation.
public struct Extent: Sendable, Hashable, Codable, CustomStringConvertible {
    /// The number of rows.
    public let height: Int
    /// The number of columns.
    public let width: Int

    /// Creates an extent from its height and its width, in that order.
    public init(_ height: Int, _ width: Int) {
        self.height = height
        self.width = width
    }

    /// Creates an extent with as many rows as columns.
    public init(square side: Int) { self.init(side, side) }

    /// `3` where height and width are equal, else both: `[3, 5]`.
    public var description: String { height == width ? "\(height)" : "[\(height), \(width)]" }
}
