internal import NetworkGraph

extension Network {
    /// Runs the images that `withInput` was given forwards, with the batch's statistics as in training, and shows what layers made of
    /// them. A batch norm that does the work of the activation behind it has that one's values.
    ///
    /// - Parameters:
    ///   - layers: by their places in the graph. Those that the network's result does not depend on are left out.
    ///   - count: how many images, 1 to `batch`.
    ///   - body: called for each of these layers and each image, with the layer's values of that image: `[height, width, channels]`.
    /// - Precondition: a network for training; one for inference overwrites values that it needs no more.
    public func observe(_ layers: [Int], count: Int, _ body: (_ layer: Int, _ image: Int, _ values: Span<Float>) -> Void) {
        precondition(settings != nil, "a network for inference keeps no values")
        check(count: count)
        forward(run(count: count, isTraining: true))
        let most = layers.reduce(0) { max($0, graph.nodes[$1].shape.elements) }
        var scratch = [Float](repeating: 0, count: most)
        scratch.withUnsafeMutableBufferPointer { scratch in
            guard let base = scratch.baseAddress else { return }
            for layer in layers {
                guard let slot = plan.slots[layer] else { continue }
                let elements = slot.shape.elements
                for image in 0..<count {
                    let values = slot.values(Chunk(first: image, count: 1, isFirst: image == 0), scratch: base)
                    body(layer, image, UnsafeBufferPointer(start: values, count: elements).span)
                }
            }
        }
    }
}
