/// Height and width of a kernel, a stride or a dilation.
public struct Extent: Sendable, Hashable, Codable, CustomStringConvertible {
    public let height: Int
    public let width: Int

    public init(_ height: Int, _ width: Int) {
        self.height = height
        self.width = width
    }

    public init(square side: Int) { self.init(side, side) }

    public var description: String { height == width ? "\(height)" : "[\(height), \(width)]" }
}
