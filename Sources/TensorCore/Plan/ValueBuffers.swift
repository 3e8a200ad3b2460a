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
        let uses = BufferUses(graph, analysis)
        var requests: [ArenaPlan.Request] = []
        var (data, gradients): ([Int: Int], [Int: Int]) = ([:], [:])
        for (index, layer) in layers.enumerated() where analysis.isNeeded[index] && analysis.root[index] == index {
            let count = saturatingProduct(batch, layer.shape.elements)
            if analysis.store[index] == index {
                let last = analysis.forTraining ? end - index : uses.lastReader[index]
                // Zeros are written once, for all passes.
                let life = layer.operation == .zero ? 0...end + 1 : index...max(last, index)
                data[index] = requests.count
                requests.append(ArenaPlan.Request(count: count, life: life))
            }
            let isMadeInTheCache = analysis.norm[index] != nil || analysis.isExpansion(index)
            if analysis.needsGradient[index], analysis.gradientStore[index] == index, !isMadeInTheCache {
                // The images' gradient is for who looks at the network from outside.
                let life = index == 0 ? 0...end + 1 : end - uses.lastUser[index]...end - uses.firstReader[index]
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

/// Which layers use each value and each gradient first and last.
private struct BufferUses {
    /// The last layer that reads each stored value.
    private(set) var lastReader: [Int]
    /// The last layer that writes each gradient's operand.
    private(set) var lastUser: [Int]
    /// The first layer whose gradient lies in a buffer: the last to read it.
    private(set) var firstReader: [Int]

    init(_ graph: InferredGraph, _ analysis: LayerAnalysis) {
        let layers = graph.nodes
        (lastReader, lastUser, firstReader) = (Array(layers.indices), Array(layers.indices), Array(layers.indices))
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
        lastReader[analysis.store[graph.output]] = 2 * layers.count
        lastUser[analysis.root[graph.output]] = layers.count
        for index in layers.indices where analysis.root[index] == index {
            firstReader[analysis.gradientStore[index]] = min(firstReader[analysis.gradientStore[index]], index)
            // A convolution takes its gradient from that of the batch norm behind it, while it writes its operand's.
            if analysis.forTraining, let norm = analysis.norm[index] {
                firstReader[analysis.gradientStore[norm]] = min(firstReader[analysis.gradientStore[norm]], index)
            }
        }
    }
}
