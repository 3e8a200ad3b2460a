/// The shape of one image's activation, channels last and without the batch. A vector is 1 x 1 x channels, a series
/// 1 x length x channels.
public struct Shape: Sendable, Hashable, Codable, CustomStringConvertible {
    public let height: Int
    public let width: Int
    public let channels: Int

    public init(height: Int, width: Int, channels: Int) {
        self.height = height
        self.width = width
        self.channels = channels
    }

    public var positions: Int { height * width }
    public var elements: Int { height * width * channels }
    public var isVector: Bool { height == 1 && width == 1 }
    public var description: String { "\(height)x\(width)x\(channels)" }
}
