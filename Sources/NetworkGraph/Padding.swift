/// Zero rows and columns added around an activation.
public struct Padding: Sendable, Hashable, Codable, CustomStringConvertible {
    /// Rows above.
    public let top: Int
    /// Columns on the left.
    public let left: Int
    /// Rows below.
    public let bottom: Int
    /// Columns on the right.
    public let right: Int

    /// Creates padding with a number of its own for each side.
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

    /// Creates the same padding on every side.
    public init(square side: Int) { self.init(top: side, left: side, bottom: side, right: side) }

    /// No padding on any side.
    public static let none = Padding(top: 0, left: 0, bottom: 0, right: 0)
}
