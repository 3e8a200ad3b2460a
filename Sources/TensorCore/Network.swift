public import NetworkGraph
public import Support

/// A network compiled for a batch size: every buffer and the whole backward pass are fixed when it is made, and a step
/// allocates nothing (but for what OpenBLAS takes and gives back inside a small product, see `matrixProduct`). Images are
/// `[count, height, width, channels]`, channels last, as a flat array. Results are the same bits in every run. Not for use
/// from two threads at once.
public final class Network {
    /// The network that was compiled.
    public let graph: InferredGraph
    /// The largest number of images in one pass.
    public let batch: Int
    /// Nil for a network that only infers: it has no gradients and less memory.
    public let settings: TrainingSettings?
    /// Training steps taken. Part of the training state, as dropout and Adam depend on it.
    public internal(set) var step = 0
    /// Raised whenever parameters or statistics change, for what was made from them to be made anew.
    var parametersVersion = 0
    let plan: NetworkPlan
    let seed: UInt64
    let trial: UInt64

    /// Makes the plan and initialises the weights from the stream (seed, trial, weights), as `initialise` says.
    ///
    /// - Throws: a `Diagnostic` where the buffers do not fit into memory.
    public convenience init(
        _ graph: InferredGraph, batch: Int, settings: TrainingSettings? = nil, seed: UInt64 = 0, trial: UInt64 = 0
    ) throws(Diagnostic) {
        try self.init(graph, batch: batch, settings: settings, seed: seed, trial: trial, keepsInputGradient: false)
    }

    init(
        _ graph: InferredGraph, batch: Int, settings: TrainingSettings?, seed: UInt64, trial: UInt64, keepsInputGradient: Bool
    ) throws(Diagnostic) {
        precondition(batch > 0, "a batch has at least one image")
        Engine.configure()
        self.graph = graph
        self.batch = batch
        self.settings = settings
        self.seed = seed
        self.trial = trial
        plan = try NetworkPlan(graph, batch: batch, settings: settings, keepsInputGradient: keepsInputGradient)
        var random = RandomStream(seed: seed, trial: trial, purpose: .weights)
        initialise(using: &random)
    }

    /// Parameters with the padding between them left out: what a table of networks calls their number.
    public var parameterCount: Int { plan.table.parameters.reduce(0) { $0 + $1.count } }

    /// Bytes of all buffers: parameters, gradients, moments, activations and scratch.
    public var memoryBytes: Int { plan.memory.bytes }

    /// The number of classes of a classifier: the channels of its result.
    public var outputCount: Int { graph.outputShape.elements }

    func run(count: Int, isTraining: Bool) -> Run {
        Run(
            count: count, isTraining: isTraining, workspace: plan.workspace, parametersVersion: parametersVersion, seed: seed, trial: trial,
            step: step)
    }

    func load(_ images: [Float], from first: Int, count: Int) {
        let elements = graph.input.elements
        images.withUnsafeBufferPointer { source in
            plan.input.data.update(from: source.baseAddress! + first * elements, count: count * elements)
        }
    }

    func forward(_ run: Run) {
        for index in plan.operations.indices { plan.forward(index, run) }
    }

    func backward(_ run: Run) {
        for index in plan.operations.indices.reversed() { plan.backward(index, run) }
    }
}
