internal import Support

/// How long a candidate is trained. A time or memory limit is not a fidelity: it can only fail a trial.
public enum Fidelity: Sendable, Hashable, Codable, CustomStringConvertible {
    /// So many passes over the training images.
    case epochs(Int)
    /// So many steps, a batch each.
    case steps(Int)

    /// How many epochs or steps.
    public var count: Int {
        switch self {
        case .epochs(let count), .steps(let count): count
        }
    }

    /// Returns so many of the same unit.
    public func with(count: Int) -> Fidelity {
        switch self {
        case .epochs: .epochs(count)
        case .steps: .steps(count)
        }
    }

    /// `5 epochs`, `1 step`.
    public var description: String {
        switch self {
        case .epochs(let count): Plural.count(count, "epoch")
        case .steps(let count): Plural.count(count, "step")
        }
    }
}
