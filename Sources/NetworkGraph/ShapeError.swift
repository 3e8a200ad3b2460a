/// Why an operation cannot be applied to its operands, in words a person who wrote a space file understands. The language
/// adds the place.
public struct ShapeError: Error, Sendable, Hashable, CustomStringConvertible {
    public let message: String
    /// A way out, where there is an obvious one.
    public let hint: String?

    public init(_ message: String, hint: String? = nil) {
        self.message = message
        self.hint = hint
    }

    public var description: String { hint.map { "\(message) (hint: \($0))" } ?? message }
}
