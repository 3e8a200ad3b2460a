internal import NetworkGraph

/// Where the values and their gradients lie in a network's arena, and when each is needed: layer i runs forwards at moment i
/// and backwards at moment 2 n - i, with the loss between.
struct ValueBuffers {
    let plan: ArenaPlan
    private let data: [Int: Int]
    private let gradients: [Int: Int]

    init(_ graph: InferredGraph, _ analysis: LayerAnalysis, batch: Int) {
        let layers = graph.nodes
        let end = 2 * layers.count
        /// The last layer that reads each stored value, and the last that writes each gradient's operand.
        var lastReader = Array(layers.indices)
        var lastUser = Array(layers.indices)
        for (index, layer) in layers.enumerated() where analysis.isExecuted(index) && layer.operation != .zero {
            for input in layer.inputs {
                lastReader[analysis.store[input]] = max(lastReader[analysis.store[input]], index)
                let target = analysis.gradientTarget(graph, input)
                lastUser[target] = max(lastUser[target], index)
            }
        }
        // The gradients of an expansion are made with those of the depthwise convolution behind it.
        for (index, expansion) in analysis.expansion.enumerated() {
            guard let expansion else { continue }
            let target = analysis.gradientTarget(graph, layers[expansion].inputs[0])
            lastUser[target] = max(lastUser[target], index)
        }
        lastReader[analysis.store[graph.output]] = end
        lastUser[analysis.root[graph.output]] = layers.count
        /// The first layer whose gradient lies in a buffer: the last to read it.
        var first = Array(layers.indices)
        for index in layers.indices where analysis.root[index] == index {
            first[analysis.gradientStore[index]] = min(first[analysis.gradientStore[index]], index)
            // A convolution takes its gradient from that of the batch norm behind it, while it writes its operand's.
            if analysis.forTraining, let norm = analysis.norm[index] {
                first[analysis.gradientStore[norm]] = min(first[analysis.gradientStore[norm]], index)
            }
        }

        var requests: [ArenaPlan.Request] = []
        var (data, gradients): ([Int: Int], [Int: Int]) = ([:], [:])
        for (index, layer) in layers.enumerated() where analysis.isNeeded[index] && analysis.root[index] == index {
            let count = saturatingProduct(batch, layer.shape.elements)
            if analysis.store[index] == index {
                let last = analysis.forTraining ? end - index : lastReader[index]
                // Zeros are written once, for all passes.
                let life = layer.operation == .zero ? 0...end + 1 : index...max(last, index)
                data[index] = requests.count
                requests.append(ArenaPlan.Request(count: count, life: life))
            }
            let isMadeInTheCache = analysis.norm[index] != nil || analysis.isExpansion(index)
            if analysis.needsGradient[index], analysis.gradientStore[index] == index, !isMadeInTheCache {
                // The images' gradient is for who looks at the network from outside.
                let life = index == 0 ? 0...end + 1 : end - lastUser[index]...end - first[index]
                gradients[index] = requests.count
                requests.append(ArenaPlan.Request(count: count, life: life))
            }
        }
        (self.data, self.gradients) = (data, gradients)
        plan = ArenaPlan(requests)
    }

    /// Where the value that is stored for a root lies.
    func data(_ store: Int) -> Int { plan.offsets[data[store]!] }

    /// Where a root's gradient lies; nil where it has no buffer.
    func gradient(_ gradientStore: Int) -> Int? { gradients[gradientStore].map { plan.offsets[$0] } }
}
