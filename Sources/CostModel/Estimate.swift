public import Support

/// What a network is predicted to cost on a target, for one inference.
public struct Estimate: Sendable, Hashable, Codable {
    /// The time of one inference, in seconds.
    public let latencySeconds: Interval
    /// What an inference adds to idle, at the board's 5 V input, in joules.
    public let energyJoules: Interval
    /// The same with the idle power during the inference, in joules.
    public let energyTotalJoules: Interval
    /// The peak of activations in the best order of execution, and the runtime's own memory where a figure is known, in bytes; weights are
    /// in `storageBytes`.
    public let peakMemoryBytes: Interval
    /// The weights as they are stored in fp32, batch norms folded, in bytes.
    public let storageBytes: Interval
    /// Multiply-accumulates; `Int.max` where there are more.
    public let macs: Int
    /// Weights and biases, and the scales and shifts of batch norms; `Int.max` where there are more.
    public let parameters: Int
    /// Where the estimate is from.
    public let origin: Origin
    /// Quantities that are no properties here, where an estimator or a database says them; nil where a database is older than the
    /// quantity. What is left out follows from the properties.
    public var further: [CostQuantity: Interval?] = [:]

    /// Where an estimate is from: what makes estimates comparable, and what is said of their source.
    public struct Origin: Sendable, Hashable, Codable {
        /// How the profile behind it was made: `datasheet`, `datasheet and 47 networks`.
        public let source: String
        /// The hash of the target and of the profile or the law: estimates of one graph with equal hashes are equal.
        public let profileHash: StableHash

        /// Makes an origin.
        public init(source: String, profileHash: StableHash) { (self.source, self.profileHash) = (source, profileHash) }
    }

    /// How the profile behind the estimate was made, such as `datasheet`.
    public var source: String { origin.source }
    /// The hash of the target and of the profile or the law behind the estimate.
    public var profileHash: StableHash { origin.profileHash }

    /// Makes an estimate; `further` is empty.
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
    /// What takes the most of an operation's time.
    public enum Bound: String, Sendable, Hashable, Codable, CaseIterable {
        /// Arithmetic.
        case compute
        /// Reading and writing activations and weights.
        case memory
        /// What the runtime adds to every call, and to an inference.
        case overhead
    }

    /// The name of the operation in the graph; `(invocation)` for what the runtime adds to an inference.
    public let name: String
    /// The raw value of `OperationCounts.Kind`, such as `depthwiseConvolution`; `runtime` for what the runtime adds to an inference.
    public let kind: String
    /// Names of the operations that cost nothing of their own because this one does them.
    public let fused: [String]
    /// Multiply-accumulates.
    public let macs: Int
    /// Parameters, those of the fused operations among them.
    public let parameters: Int
    /// Bytes that are read and written, weights among them.
    public let bytes: Int
    /// Bytes of the activations that are live while it runs, in the graph's order.
    public let memoryBytes: Int
    /// Bytes of its weights, batch norm folded.
    public let storageBytes: Int
    /// The time, in seconds.
    public internal(set) var latencySeconds: Double
    /// The marginal energy, in joules: what the operation adds to idle.
    public internal(set) var energyJoules: Double
    /// What takes the most of its time.
    public let bound: Bound
    /// The share of the network's latency, 0 to 1.
    public let share: Double

    /// Operational intensity: floating-point operations of products, two a multiply-accumulate, for each byte that is moved; where an
    /// operation lies along a roofline. 0 where no byte is moved.
    public var flopsPerByte: Double { bytes > 0 ? 2 * Double(macs) / Double(bytes) : 0 }
    /// Floating-point operations of products in a second: how high the operation lies under a roofline. 0 where it takes no time.
    public var flopsPerSecond: Double { latencySeconds > 0 ? 2 * Double(macs) / latencySeconds : 0 }
}

extension OperationCost.Bound {
    /// What takes the most of an operation's seconds.
    init(compute: Double, memory: Double, overhead: Double) {
        self = overhead > max(compute, memory) ? .overhead : compute >= memory ? .compute : .memory
    }
}
