public import BigInt

/// What is known about a whole space for one task without enumerating it: that every architecture is valid, how many
/// there are, and which networks are its ends.
public struct SpaceAnalysis: Sendable, Hashable {
    /// The network with the fewest or the most multiply-accumulates, as written.
    public struct Extreme: Sendable, Hashable {
        public let architecture: Architecture
        public let macs: Int
        public let parameters: Int
        /// Whether it is proven that no network of the space lies beyond; else only that none of its neighbours does.
        public let isProven: Bool
    }

    /// The exact number of distinct architectures (values of all active decisions).
    public let architectures: BigUInt
    public let smallest: Extreme
    public let largest: Extreme

    /// The number in decimal digits.
    public var architecturesText: String { architectures.description }
}
