/// What a network is made of, as counts of patterns: operations, operations with what they read, and so on, by the colours of
/// Weisfeiler and Leman (Shervashidze et al., "Weisfeiler-Lehman graph kernels", JMLR 2011; for architectures Ru et al.,
/// "Interpretable neural architecture search via Bayesian optimisation with Weisfeiler-Lehman kernels", ICLR 2021).
///
/// Widths are not among them, nor batch norm and activations, which stand behind nearly every product.
public struct GraphFeatures: Sendable {
    /// For each depth of patterns: their colours, ascending, with the square root of how often they occur.
    public let levels: [Level]

    /// The patterns of one depth.
    public struct Level: Sendable {
        /// The hashes of the patterns that occur, ascending, each once.
        public let colours: ContiguousArray<UInt64>
        /// The square root of how often each pattern occurs, in the order of `colours`.
        public let weights: ContiguousArray<Float>
        /// The sum of the weights' squares.
        public let norm: Float
    }

    /// How many depths of patterns are counted: from an operation by itself to one with all that it reads over three steps.
    public static let depth = 4

    /// Counts the patterns of a graph.
    ///
    /// - Parameter graph: canonical.
    public init(_ graph: InferredGraph) {
        let nodes = graph.nodes
        // A node that is left out is what it reads.
        var shown = ContiguousArray(nodes.indices)
        for index in nodes.indices where nodes[index].operation.traits.contains(.transparent) {
            shown[index] = shown[nodes[index].inputs[0]]
        }
        var colours = ContiguousArray(repeating: UInt64(0), count: nodes.count)
        for index in nodes.indices { colours[index] = Self.label(nodes[index], nodes) }
        let kept = nodes.indices.filter { shown[$0] == $0 && $0 != 0 }
        var levels: [Level] = []
        for depth in 0..<Self.depth {
            if depth > 0 {
                let before = colours
                for index in kept {
                    var read: UInt64 = 0
                    for input in nodes[index].inputs { read &+= RefinementHash.mix(before[shown[input]], 5) }
                    colours[index] = RefinementHash.mix(before[index], read)
                }
            }
            levels.append(Level(kept.map { colours[$0] }))
        }
        self.levels = levels
    }

    private static func label(_ node: InferredGraph.Node, _ nodes: [InferredGraph.Node]) -> UInt64 {
        var colour = RefinementHash()
        if case .convolution(let convolution) = node.operation {
            let isDepthwise = convolution.isDepthwise(inputChannels: nodes[node.inputs[0]].shape.channels)
            // Full, grouped or depthwise.
            colour.take(100 + (convolution.groups == 1 ? 0 : isDepthwise ? 1 : 2))
            colour.take(convolution.kernel)
            colour.take(convolution.stride)
        } else if node.operation.traits.contains(.product) {
            colour.take(200)
        } else {
            node.operation.serialise(into: &colour)
        }
        return colour.bits
    }
}

extension GraphFeatures.Level {
    fileprivate init(_ occurring: [UInt64]) {
        var colours: ContiguousArray<UInt64> = []
        var weights: ContiguousArray<Float> = []
        var norm: Float = 0
        let sorted = occurring.sorted()
        var first = 0
        while first < sorted.count {
            var end = first + 1
            while end < sorted.count, sorted[end] == sorted[first] { end += 1 }
            colours.append(sorted[first])
            weights.append(Float(end - first).squareRoot())
            norm += Float(end - first)
            first = end
        }
        (self.colours, self.weights, self.norm) = (colours, weights, norm)
    }
}
