internal import NetworkGraph
internal import Support

/// A network's buffers and operations, made once for a batch size.
final class NetworkPlan {
    let memory = Memory()
    let table: ParameterTable
    let parameters: UnsafeMutablePointer<Float>
    /// Gradients of the parameters, as `GradientPlan` places them; nil in a network for inference.
    let gradients: UnsafeMutablePointer<Float>?
    /// The optimizer's state, one block like the parameters' for each of its moments.
    let moments: [UnsafeMutablePointer<Float>]
    let statistics: UnsafeMutablePointer<Float>
    /// The moving averages of parameters and running statistics; nil where none are kept.
    let averages: (parameters: UnsafeMutablePointer<Float>, statistics: UnsafeMutablePointer<Float>)?
    /// What an example of each class counts in the loss; nil for the same everywhere.
    let classWeights: UnsafePointer<Float>?
    let workspace: UnsafeMutablePointer<Float>
    let operations: [any PlannedOperation]
    /// Whether each operation visits the images from the last to the first, forward; backward it is the other way round. What
    /// the one before wrote last is read first, while it is in the cache.
    private let isReversed: [Bool]
    /// For each operation, the parameters that are updated when its backward pass is over.
    private let updated: [[Parameter]]
    let input: Slot
    let output: Slot
    /// The buffers of each layer's value; nil where the result does not depend on it.
    let slots: [Slot?]

    init(
        _ graph: InferredGraph, batch: Int, settings: TrainingSettings?, keepsInputGradient: Bool = false
    ) throws(Diagnostic) {
        let analysis = LayerAnalysis(graph, forTraining: settings != nil, keepsInputGradient: keepsInputGradient)
        table = ParameterTable(graph, needed: analysis.isNeeded)
        parameters = try memory.floats(table.parameterCount)
        let gradientPlan = GradientPlan(graph, table, keepsAll: settings?.keepsAllGradients ?? false)
        gradients = settings == nil ? nil : try memory.floats(gradientPlan.count)
        var moments: [UnsafeMutablePointer<Float>] = []
        for _ in settings?.optimizer.moments ?? [] { moments.append(try memory.floats(table.parameterCount)) }
        self.moments = moments
        statistics = try memory.floats(table.statisticCount)
        if let weights = settings?.classWeights {
            precondition(weights.count == graph.outputShape.elements, "a weight for each class")
            let block = try memory.floats(weights.count)
            for (index, weight) in weights.enumerated() { block[index] = weight }
            classWeights = UnsafePointer(block)
        } else {
            classWeights = nil
        }
        averages =
            (settings?.averageDecay ?? 0) > 0
            ? (try memory.floats(table.parameterCount), try memory.floats(table.statisticCount)) : nil

        let buffers = ValueBuffers(graph, analysis, batch: batch)
        let arena = try memory.floats(buffers.plan.count)
        let builder = PlanBuilder(
            graph: graph, analysis: analysis, buffers: buffers, arena: arena, table: table, parameters: parameters,
            gradients: gradients, gradientPlan: gradientPlan, statistics: statistics, batch: batch,
            decaysWeightsOnly: settings?.decaysWeightsOnly ?? false, memory: memory)
        let norms = try builder.norms()
        operations = try builder.operations(norms)
        updated = operations.map(\.parameters)
        var isReversed = false
        self.isReversed = operations.map { operation in
            if operation.passesOverMemory { isReversed.toggle() }
            return isReversed
        }
        workspace = try memory.floats(operations.reduce(0) { max($0, $1.workspaceCount) })
        input = builder.slot(0, norms)
        output = builder.slot(graph.output, norms)
        slots = graph.nodes.indices.map { analysis.isNeeded[$0] ? builder.slot($0, norms) : nil }
    }

    func forward(_ index: Int, _ run: Run) {
        var run = run
        run.isReversed = isReversed[index]
        operations[index].forward(run)
    }

    func backward(_ index: Int, _ run: Run) {
        var run = run
        run.isReversed = !isReversed[index]
        operations[index].backward(run)
        guard let update = run.update else { return }
        for parameter in updated[index] {
            guard let gradient = parameter.gradient else { continue }
            update.apply(parameter.data, gradients: gradient, count: parameter.count, decays: parameter.decays)
        }
    }
}
