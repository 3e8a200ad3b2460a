/// What stands between the data and the first operation.
public struct FrontEnd: Sendable, Hashable, Codable {
    /// The format of the numbers that the network computes with.
    public enum Precision: String, Sendable, Hashable, Codable, CaseIterable {
        /// 32-bit floating point.
        case fp32
    }

    /// The shape examples are resized to; equals the graph's input.
    public let input: Shape
    /// The format of the numbers that the network computes with.
    public let precision: Precision
    /// How an example of another aspect gets that shape: `stretch` where its aspect is kept; nil where the space does not say,
    /// then it is stretched.
    public let resize: Resize?

    /// Creates a front end that brings examples to the shape `input`.
    public init(input: Shape, precision: Precision = .fp32, resize: Resize? = nil) {
        self.input = input
        self.precision = precision
        self.resize = resize
    }
}
