public import Support

/// What a network is predicted to cost on a target, for one inference.
public struct Estimate: Sendable, Hashable, Codable {
    public let latencySeconds: Interval
    /// What an inference adds to idle, at the board's 5 V input.
    public let energyJoules: Interval
    /// The same with the idle power during the inference.
    public let energyTotalJoules: Interval
    /// Activations in the best order of execution, and the runtime's own memory where a figure is known; weights are in
    /// `storageBytes`.
    public let peakMemoryBytes: Interval
    public let storageBytes: Interval
    public let macs: Int
    public let parameters: Int
    public let origin: Origin
    /// Quantities that are no properties here, where an estimator or a database says them; nil where a database is older than the
    /// quantity. What is left out follows from the properties.
    public var further: [CostQuantity: Interval?] = [:]

    /// What makes estimates comparable, and what they say of where they are from.
    public struct Origin: Sendable, Hashable, Codable {
        /// How the profile behind it was made: `datasheet`, `calibrated on 47 networks`.
        public let source: String
        public let profileHash: StableHash

        public init(source: String, profileHash: StableHash) { (self.source, self.profileHash) = (source, profileHash) }
    }

    public var source: String { origin.source }
    public var profileHash: StableHash { origin.profileHash }

    public init(
        latencySeconds: Interval, energyJoules: Interval, energyTotalJoules: Interval, peakMemoryBytes: Interval,
        storageBytes: Interval, macs: Int, parameters: Int, origin: Origin
    ) {
        self.latencySeconds = latencySeconds
        self.energyJoules = energyJoules
        self.energyTotalJoules = energyTotalJoules
        self.peakMemoryBytes = peakMemoryBytes
        self.storageBytes = storageBytes
        self.macs = macs
        self.parameters = parameters
        self.origin = origin
    }
}

/// The cost of one operation as the runtime executes it: with the operations that are fused into it.
public struct OperationCost: Sendable, Hashable, Codable {
    public enum Bound: String, Sendable, Hashable, Codable, CaseIterable { case compute, memory, overhead }

    public let name: String
    /// `convolution`, `depthwiseConvolution` ...
    public let kind: String
    /// Names of the operations that cost nothing of their own because this one does them.
    public let fused: [String]
    public let macs: Int
    public let parameters: Int
    /// Read and written, weights among them.
    public let bytes: Int
    /// Of activations that are live while it runs, in the graph's order.
    public let memoryBytes: Int
    /// Of its weights, batch norm folded.
    public let storageBytes: Int
    public let latencySeconds: Double
    /// Marginal.
    public internal(set) var energyJoules: Double
    public let bound: Bound
    /// Of the network's latency.
    public let share: Double

    /// Operational intensity: floating-point operations of products, two a multiply-accumulate, for each byte that is moved; where
    /// an operation lies along a roofline.
    public var flopsPerByte: Double { bytes > 0 ? 2 * Double(macs) / Double(bytes) : 0 }
    /// How high it lies.
    public var flopsPerSecond: Double { latencySeconds > 0 ? 2 * Double(macs) / latencySeconds : 0 }
}

extension OperationCost.Bound {
    /// What takes the most of an operation's seconds.
    init(compute: Double, memory: Double, overhead: Double) {
        self = overhead > max(compute, memory) ? .overhead : compute >= memory ? .compute : .memory
    }
}
