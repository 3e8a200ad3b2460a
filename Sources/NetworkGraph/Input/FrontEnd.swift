/// What stands between the data and the first operation.
public struct FrontEnd: Sendable, Hashable, Codable {
    public enum Precision: String, Sendable, Hashable, Codable, CaseIterable { case fp32 }

    /// The shape examples are resized to; equals the graph's input.
    public let input: Shape
    public let precision: Precision
    /// How an example of another aspect gets that shape: `stretch` where its aspect is kept; nil where the space does not say,
    /// then it is stretched.
    public let resize: Resize?

    public init(input: Shape, precision: Precision = .fp32, resize: Resize? = nil) {
        self.input = input
        self.precision = precision
        self.resize = resize
    }
}
