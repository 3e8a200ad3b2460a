/// Why a board could not be calibrated, in words, with a way out.
public struct BoardError: Error, Sendable, Hashable, CustomStringConvertible {
    public enum Kind: Sendable, Hashable {
        /// The board cannot be reached, or went away.
        case connection
        case noCompiler
        case buildFailed
        case diskFull
        case programFailed
        /// Throttled, or slower and faster from one pass to the next.
        case unsteady
    }

    public let kind: Kind
    public let message: String
    public let hint: String?

    init(_ kind: Kind, _ message: String, hint: String? = nil) {
        self.kind = kind
        self.message = message
        self.hint = hint
    }

    public var description: String { "error: \(message)" + (hint.map { "\nhint: \($0)" } ?? "") }
}
