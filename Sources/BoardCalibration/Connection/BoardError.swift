/// Why a board could not be calibrated, in words, with a way out.
package struct BoardError: Error, Sendable, Hashable, CustomStringConvertible {
    package enum Kind: Sendable, Hashable {
        /// The board cannot be reached, or went away.
        case connection
        case noCompiler
        case buildFailed
        case diskFull
        case programFailed
        /// Throttled, or slower and faster from one pass to the next.
        case unsteady
    }

    package let kind: Kind
    package let message: String
    package let hint: String?

    init(_ kind: Kind, _ message: String, hint: String? = nil) {
        self.kind = kind
        self.message = message
        self.hint = hint
    }

    package var description: String { "error: \(message)" + (hint.map { "\nhint: \($0)" } ?? "") }
}
