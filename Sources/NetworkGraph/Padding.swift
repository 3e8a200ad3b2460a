/// Zero rows and columns added around an activation.
public struct Padding: Sendable, Hashable, Codable, CustomStringConvertible {
    public let top: Int
    public let left: Int
    public let bottom: Int
    public let right: Int

    public init(top: Int, left: Int, bottom: Int, right: Int) {
        self.top = top
        self.left = left
        self.bottom = bottom
        self.right = right
    }

    /// `1`, `[1, 0]` (rows, columns) or `[1, 0, 2, 0]` (top, left, bottom, right).
    public var description: String {
        if top == bottom, left == right { return top == left ? "\(top)" : "[\(top), \(left)]" }
        return "[\(top), \(left), \(bottom), \(right)]"
    }

    /// The same on every side.
    public init(square side: Int) { self.init(top: side, left: side, bottom: side, right: side) }

    public static let none = Padding(top: 0, left: 0, bottom: 0, right: 0)
}
