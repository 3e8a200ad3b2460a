public import BigInt

/// What is known about a whole space for one task without enumerating it: that every architecture is valid, how many
/// there are, and which networks are its ends.
public struct SpaceAnalysis: Sendable, Hashable {
    /// The network with the fewest or the most multiply-accumulates, as written.
    public struct Extreme: Sendable, Hashable {
        /// The options that the network is built from.
        public let architecture: Architecture
        /// Multiply-accumulates of one inference.
        public let macs: Int
        /// Weights and biases; scale and shift of norms.
        public let parameters: Int
        /// Whether it is proven that no network of the space lies beyond; else only that none of its neighbours does.
        public let isProven: Bool
    }

    /// The exact number of distinct architectures (values of all active decisions).
    public let architectures: BigUInt
    /// The network with the fewest multiply-accumulates; of several, the one with the fewest parameters.
    public let smallest: Extreme
    /// The network with the most multiply-accumulates; of several, the one with the most parameters.
    public let largest: Extreme

    /// The number in decimal digits.
    public var architecturesText: String { architectures.description }

    /// `48 architectures`.
    package var countInWords: String { "\(architectures) \(architectures == 1 ? "architecture" : "architectures")" }
}
