/// Why an operation cannot be applied to its operands, in words a person who wrote a space file understands. The language
/// adds the place.
public struct ShapeError: Error, Sendable, Hashable, CustomStringConvertible {
    /// What does not fit, and why.
    public let message: String
    /// A way out, where there is an obvious one.
    public let hint: String?

    /// Creates an error from what is wrong and, where there is one, a way out.
    public init(_ message: String, hint: String? = nil) {
        self.message = message
        self.hint = hint
    }

    /// The message, with the hint in brackets behind it where there is one.
    public var description: String { hint.map { "\(message) (hint: \($0))" } ?? message }
}
