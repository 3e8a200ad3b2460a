/// What can be known about a network's layers before any buffer exists.
struct LayerAnalysis {
    /// Whether the result depends on the layer.
    let isNeeded: [Bool]
    /// The layer whose buffers hold the layer's value: itself, or an earlier one where nothing has to be computed.
    private(set) var root: [Int]
    /// For a batch norm, the activation that it applies on its way.
    private(set) var fused: [ActivationFunction?]
    /// By root: whether the value's gradient is wanted.
    private(set) var needsGradient: [Bool]
    /// For each operand of each layer, whether its gradient is added to what is there.
    private(set) var accumulates: [[Bool]]

    init(_ definition: NetworkDefinition, forTraining: Bool, keepsInputGradient: Bool) {
        let layers = definition.layers
        isNeeded = definition.isNeeded
        root = Array(layers.indices)
        fused = layers.map { _ in nil }
        needsGradient = layers.map { _ in false }
        accumulates = layers.map { $0.inputs.map { _ in false } }

        var consumers = [Int](repeating: 0, count: layers.count)
        consumers[definition.output] += 1
        for (index, layer) in layers.enumerated() where isNeeded[index] {
            for input in layer.inputs { consumers[input] += 1 }
        }
        for (index, layer) in layers.enumerated() where isNeeded[index] && index > 0 {
            guard let source = layer.inputs.first else { continue }
            switch layer.kind {
            case .flatten where layers[source].shape.positions == 1 || layers[source].shape.channels == 1: root[index] = root[source]
            case .dropout(rate: 0): root[index] = root[source]
            case .add where layer.inputs.count == 1, .concatenate where layer.inputs.count == 1: root[index] = root[source]
            case .activation(let function) where function == .relu || function == .relu6:
                // One pass over memory for both, and one buffer less.
                guard case .batchNorm = layers[source].kind, consumers[source] == 1, fused[source] == nil else { break }
                root[index] = source
                fused[source] = function
            default: break
            }
        }
        guard forTraining else { return }
        needsGradient[0] = keepsInputGradient
        for (index, layer) in layers.enumerated() where index > 0 && isNeeded[index] && root[index] == index && layer.kind != .zero {
            needsGradient[index] = layer.kind.hasParameters || layer.inputs.contains { needsGradient[root[$0]] }
        }
        var written = [Bool](repeating: false, count: layers.count)
        written[root[definition.output]] = true  // by the loss
        for (index, layer) in layers.enumerated().reversed()
        where index > 0 && isNeeded[index] && root[index] == index && layer.kind != .zero {
            for (place, input) in layer.inputs.enumerated() {
                accumulates[index][place] = written[root[input]]
                written[root[input]] = true
            }
        }
    }
}

extension LayerKind {
    fileprivate var hasParameters: Bool {
        switch self {
        case .convolution, .dense, .batchNorm: true
        default: false
        }
    }
}
