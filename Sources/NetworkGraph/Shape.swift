/// The shape of one image's activation, channels last and without the batch. A vector is 1 x 1 x channels, a series
/// 1 x length x channels.
public struct Shape: Sendable, Hashable, Codable, CustomStringConvertible {
    /// The number of rows; 1 for a series and for a vector.
    public let height: Int
    /// The number of columns: the length of a series; 1 for a vector.
    public let width: Int
    /// Numbers at each position.
    public let channels: Int

    /// Creates a shape; `validate()` tells whether an activation can have it.
    public init(height: Int, width: Int, channels: Int) {
        self.height = height
        self.width = width
        self.channels = channels
    }

    /// The number of positions: rows times columns.
    public var positions: Int { height * width }
    /// The number of elements of one image: positions times channels.
    public var elements: Int { height * width * channels }
    /// Whether there is a single position.
    public var isVector: Bool { height == 1 && width == 1 }
    /// Height, width and channels: `28x28x1`.
    public var description: String { "\(height)x\(width)x\(channels)" }
}
