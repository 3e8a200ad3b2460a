internal import NetworkGraph
import Support

/// Why walking a space stopped.
enum WalkError: Error {
    /// A decision was read that nothing was said about.
    case undecided(Int)
    /// What was to be built cannot be.
    case invalid(ShapeError, path: String, SourceLocation)
}
