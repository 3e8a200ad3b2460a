/// Operations that were run one after another on a board, often one alone, and how long that took.
public struct MeasuredSample: Sendable, Hashable, Codable {
    public let name: String
    public let operations: [OperationShape]
    /// For one inference.
    public let seconds: Double
    /// Deviation of repeated measurements, as a share.
    public let noise: Double

    public init(name: String, operations: [OperationShape], seconds: Double, noise: Double) {
        self.name = name
        self.operations = operations
        self.seconds = seconds
        self.noise = noise
    }
}
