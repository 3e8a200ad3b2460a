internal import NetworkGraph

extension LayerAnalysis {
    /// Whether a layer is a convolution whose gradients the depthwise one behind it makes, or its batch norm.
    func isExpansion(_ index: Int) -> Bool { expansion.contains { $0 == index || $0.flatMap { norm[$0] } == index } }

    /// Where a pointwise convolution makes many channels of few, and a depthwise one alone reads them.
    ///
    /// - Returns: for a depthwise convolution the pointwise one.
    func expansions(_ graph: InferredGraph) -> [Int?] {
        let layers = graph.nodes
        let uses = uses(graph)
        return layers.indices.map { index in
            guard isExecuted(index), let input = layers[index].inputs.first,
                let depthwise = layers[index].operation.convolution, depthwise.hasOneKernelEach(inputs: layers[input].shape.channels)
            else { return nil }
            let normed = root[input]
            guard let wide = norm.firstIndex(of: normed), let pointwise = layers[wide].operation.convolution,
                pointwise.groups == 1, pointwise.window.isPointwise, isWide(layers[wide], of: layers[layers[wide].inputs[0]]),
                isDeferred[normed], uses[normed] == 1, completes[index][0] == [normed], gradientStore[normed] == normed
            else { return nil }
            let source = root[layers[wide].inputs[0]]
            // What comes between would find the input's gradient in another state.
            let isNext = (wide + 1..<index).allSatisfy { !isExecuted($0) || $0 == normed }
            return isNext && needsGradient[source] && !isPassedThrough[source] ? wide : nil
        }
    }

    /// With fewer channels for each that there is, sums over the input cost more than what they save.
    private func isWide(_ layer: InferredGraph.Node, of input: InferredGraph.Node) -> Bool {
        layer.shape.channels >= 2 * input.shape.channels
    }
}
