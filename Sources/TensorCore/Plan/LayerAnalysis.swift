internal import NetworkGraph

/// What can be known about a network's layers before any buffer exists: the graph as it is executed.
///
/// A layer is one of three: computed into a buffer of its own; an *alias*, whose value is an earlier one's as it lies; or
/// *deferred*, whose value is a cheap function of what an earlier layer stored (a batch norm's scale and shift, an
/// activation), which each consumer applies on its way into the cache and nobody writes to memory.
struct LayerAnalysis {
    /// Whether the result depends on the layer.
    let isNeeded: [Bool]
    /// The layer whose value this one's is: itself unless it is an alias.
    private(set) var root: [Int]
    /// For each root, whether consumers apply the layer by themselves.
    private(set) var isDeferred: [Bool]
    /// For each layer, the layer in whose buffer its value lies; an earlier one where it is deferred.
    private(set) var store: [Int]
    /// For a batch norm, the activation that it applies on its way. In inference also for a convolution into which a batch
    /// norm is folded.
    private(set) var fused: [Activation?]
    /// For a convolution the batch norm that is its only consumer: it gathers the batch's statistics as the convolution
    /// writes, and its gradient is made where the convolution needs it. In inference it is folded into the weights.
    private(set) var norm: [Int?]
    /// For each root, whether readers take the gradient through the activation to its operand's. Nothing is left for the layer to do.
    private(set) var isPassedThrough: [Bool]
    /// For each root, whether the value's gradient is wanted.
    private(set) var needsGradient: [Bool]
    /// For each root, the layer in whose gradient buffer the value's gradient lies. A sum's gradient is that of its operands.
    private(set) var gradientStore: [Int]
    /// For each operand of each layer, whether its gradient is added to what is there.
    private(set) var accumulates: [[Bool]]
    /// For each operand of each layer, the batch norms whose gradient is complete once the layer has written it.
    private(set) var completes: [[[Int]]]
    /// For a depthwise convolution the pointwise one before it whose gradients it makes (`ExpansionGradients`).
    private(set) var expansion: [Int?]
    let forTraining: Bool

    init(_ graph: InferredGraph, forTraining: Bool, keepsInputGradient: Bool) {
        let layers = graph.nodes
        self.forTraining = forTraining
        isNeeded = graph.isNeeded
        root = Array(layers.indices)
        isDeferred = layers.map { _ in false }
        store = Array(layers.indices)
        fused = layers.map { _ in nil }
        norm = layers.map { _ in nil }
        isPassedThrough = layers.map { _ in false }
        needsGradient = layers.map { _ in false }
        gradientStore = Array(layers.indices)
        accumulates = layers.map { $0.inputs.map { _ in false } }
        completes = layers.map { $0.inputs.map { _ in [] } }
        expansion = layers.map { _ in nil }
        findAliases(graph)
        findNorms(graph)
        findDeferred(graph)
        guard forTraining else { return }
        findGradients(graph, keepsInputGradient: keepsInputGradient)
        expansion = expansions(graph)
    }

    /// Whether the layer has an operation of its own.
    func isExecuted(_ index: Int) -> Bool { index > 0 && isNeeded[index] && root[index] == index }

    /// How often each root is used by executed layers; the network's result counts as a use.
    func uses(_ graph: InferredGraph) -> [Int] {
        var uses = [Int](repeating: 0, count: graph.nodes.count)
        uses[root[graph.output]] += 1
        for (index, layer) in graph.nodes.enumerated() where isExecuted(index) && !layer.operation.isZero {
            for input in layer.inputs { uses[root[input]] += 1 }
        }
        return uses
    }

    private mutating func findAliases(_ graph: InferredGraph) {
        let layers = graph.nodes
        /// An activation of a value that has been taken already is the same value.
        var activations: [Activated: Int] = [:]
        for (index, layer) in layers.enumerated() where isNeeded[index] && index > 0 {
            guard let source = layer.inputs.first else { continue }
            let (operation, shape) = (layer.operation, layers[source].shape)
            if layer.inputs.count == 1, operation.isIdentity(on: shape) || operation.isSum || operation == .flatten && shape.channels == 1 {
                root[index] = root[source]
            } else if let function = operation.activation {
                let activated = Activated(function: function, source: root[source])
                if let first = activations[activated] { root[index] = first } else { activations[activated] = index }
            }
        }
    }

    private struct Activated: Hashable {
        let function: Activation
        let source: Int
    }

    /// Joins batch norms with the activation behind them and the convolution before them.
    private mutating func findNorms(_ graph: InferredGraph) {
        let layers = graph.nodes
        // Zeros read nothing.
        let runs = layers.indices.map { isExecuted($0) && !layers[$0].operation.isZero }
        let fusion = Fusion(graph, .tensorCore, runs: runs, sources: root)
        for (index, layer) in layers.enumerated() where fusion.root(of: index) != nil {
            guard let function = layer.operation.activation else { continue }
            let source = root[layer.inputs[0]]
            fused[source] = function
            redirect(index, to: source)
        }
        for (index, layer) in layers.enumerated() where layer.operation.traits.contains(.norm) {
            guard let source = fusion.root(of: index) else { continue }
            norm[source] = index
            if !forTraining {
                fused[source] = fused[index]
                redirect(index, to: source)
            }
        }
    }

    private mutating func redirect(_ old: Int, to new: Int) {
        for index in root.indices where root[index] == old { root[index] = new }
    }

    private mutating func findDeferred(_ graph: InferredGraph) {
        let layers = graph.nodes
        /// Values that a batch norm reads more than once as they are stored.
        var isRead = [Bool](repeating: false, count: layers.count)
        for (index, layer) in layers.enumerated() where isExecuted(index) {
            if layer.operation.traits.contains(.norm) { isRead[root[layer.inputs[0]]] = true }
        }
        for (index, layer) in layers.enumerated() where isExecuted(index) && index != root[graph.output] && !isRead[index] {
            guard layer.operation.traits.contains(.norm) || layer.operation.activation?.isCheap == true else { continue }
            let source = root[layer.inputs[0]]
            // A function of a function is not applied on the way; one of a scale and a shift is.
            var isComposed = false
            if layer.operation.activation != nil, layers[source].operation.traits.contains(.norm) { isComposed = fused[source] == nil }
            guard !isDeferred[source] || isComposed else { continue }
            isDeferred[index] = true
            store[index] = store[source]
        }
        for index in root.indices { store[index] = store[root[index]] }
    }

    private mutating func findGradients(_ graph: InferredGraph, keepsInputGradient: Bool) {
        let layers = graph.nodes
        needsGradient[0] = keepsInputGradient
        for (index, layer) in layers.enumerated() where isExecuted(index) && !layer.operation.isZero {
            needsGradient[index] = layer.operation.traits.contains(.learns) || layer.inputs.contains { needsGradient[root[$0]] }
        }
        findPassedThrough(graph)
        let uses = uses(graph)
        for (index, layer) in layers.enumerated().reversed() where isExecuted(index) && layer.operation.isSum {
            for input in layer.inputs where uses[root[input]] == 1 && root[input] != 0 && needsGradient[root[input]] {
                gradientStore[root[input]] = gradientStore[index]
            }
        }
        for (index, layer) in layers.enumerated() where isPassedThrough[index] {
            gradientStore[index] = gradientStore[root[layer.inputs[0]]]
        }
        var written = [Bool](repeating: false, count: layers.count)
        written[root[graph.output]] = true  // by the loss
        /// The operand that writes last into a gradient buffer, if it says when it is complete.
        var last: [Int: (layer: Int, place: Int)] = [:]
        for (index, layer) in layers.enumerated().reversed()
        where isExecuted(index) && !layer.operation.isZero && !isPassedThrough[index] {
            for (place, input) in layer.inputs.enumerated() {
                let target = gradientTarget(graph, input)
                if layer.operation.isSum, gradientStore[target] == gradientStore[index] { continue }
                accumulates[index][place] = written[target]
                written[target] = true
                last[target] = (index, place)
            }
        }
        for (index, layer) in layers.enumerated() where isExecuted(index) && needsGradient[index] {
            guard layer.operation.traits.contains(.norm), let end = last[gradientStore[index]],
                layers[end.layer].operation.traits.contains(.windowed),
                layers[end.layer].inputs.filter({ gradientTarget(graph, $0) == gradientStore[index] }).count == 1
            else { continue }
            completes[end.layer][end.place].append(index)
        }
    }

    /// The root whose gradient a reader of a value writes.
    func gradientTarget(_ graph: InferredGraph, _ value: Int) -> Int {
        let source = root[value]
        return isPassedThrough[source] ? root[graph.nodes[source].inputs[0]] : source
    }

    /// Deferred activations that convolutions alone read.
    private mutating func findPassedThrough(_ graph: InferredGraph) {
        let layers = graph.nodes
        for (index, layer) in layers.enumerated() where isExecuted(index) && isDeferred[index] && needsGradient[index] {
            if layer.operation.activation != nil { isPassedThrough[index] = true }
        }
        for (index, layer) in layers.enumerated() where isExecuted(index) && layer.operation.convolution == nil {
            for input in layer.inputs { isPassedThrough[root[input]] = false }
        }
    }
}

extension InferredGraph {
    /// Which nodes the result depends on. A zero takes only its operand's shape.
    var isNeeded: [Bool] {
        var needed = [Bool](repeating: false, count: nodes.count)
        needed[output] = true
        needed[0] = true
        for index in nodes.indices.reversed() where needed[index] && !nodes[index].operation.isZero {
            for input in nodes[index].inputs { needed[input] = true }
        }
        return needed
    }
}

extension Activation {
    /// A few instructions an element: cheaper to do again for each reader than to write down.
    var isCheap: Bool {
        switch self {
        case .relu, .relu6, .hardSwish, .hardSigmoid: true
        case .sigmoid, .tanh, .gelu: false
        }
    }
}

extension FusionRules {
    /// The tensor core, in training and inference: it folds less than a board's runtime. A norm behind a dense layer or another norm is
    /// computed by itself, and an activation that is not behind a norm is applied by its readers (`isDeferred`).
    static let tensorCore = FusionRules(activations: Activation.allCases.filter(\.isCheap), with: .norms, norms: .oneIntoConvolution)
}
