public import BigInt

/// What is known about a whole space for one task without enumerating it: that every architecture is valid, and how many
/// there are.
public struct SpaceAnalysis: Sendable, Hashable {
    /// The exact number of distinct architectures (values of all active decisions).
    public let architectures: BigUInt

    public init(architectures: BigUInt) { self.architectures = architectures }

    /// The number in decimal digits.
    public var architecturesText: String { architectures.description }
}
