/// Operations that were run one after another on a board, often one alone, and how long that took.
public struct MeasuredSample: Sendable, Hashable, Codable {
    /// The name under which it was measured.
    public let name: String
    /// What was run, in order: one operation, or a network's.
    public let operations: [OperationShape]
    /// The time of one inference, in seconds.
    public let seconds: Double
    /// The deviation of repeated measurements divided by the square root of their number, as a share of `seconds`.
    public let noise: Double

    /// Makes a sample.
    public init(name: String, operations: [OperationShape], seconds: Double, noise: Double) {
        self.name = name
        self.operations = operations
        self.seconds = seconds
        self.noise = noise
    }
}
