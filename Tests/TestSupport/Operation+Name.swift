public import NetworkGraph

extension NetworkGraph.Operation {
    /// The name of its case, whatever its payload is: `convolution`.
    public var name: String { "\(self)".prefix { $0 != "(" }.description }
}
