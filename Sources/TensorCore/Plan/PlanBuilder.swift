internal import NetworkGraph
internal import Support

/// Makes the operations of a network whose buffers have their places.
struct PlanBuilder {
    let graph: InferredGraph
    let analysis: LayerAnalysis
    let buffers: ValueBuffers
    let arena: UnsafeMutablePointer<Float>
    let table: ParameterTable
    let parameters: UnsafeMutablePointer<Float>
    let gradients: UnsafeMutablePointer<Float>?
    let gradientPlan: GradientPlan
    let statistics: UnsafeMutablePointer<Float>
    let batch: Int
    let decaysWeightsOnly: Bool
    let memory: Memory

    /// Makes the batch norms, each under the index of its layer. They come first, since the layers around them need to know them.
    func norms() throws(Diagnostic) -> [Int: BatchNormOperation] {
        var norms: [Int: BatchNormOperation] = [:]
        for (index, layer) in graph.nodes.enumerated() where analysis.isExecuted(index) {
            guard layer.operation.traits.contains(.norm) else { continue }
            norms[index] = try BatchNormOperation(builder(index, [:]))
        }
        return norms
    }

    /// Makes the operations, in the order of the layers.
    func operations(_ norms: [Int: BatchNormOperation]) throws(Diagnostic) -> [any PlannedOperation] {
        var operations: [any PlannedOperation] = []
        var expansions: [Int: ExpansionGradients] = [:]
        for index in graph.nodes.indices where analysis.isExecuted(index) {
            if let norm = norms[index] {
                operations.append(norm)
            } else {
                let operation = try builder(index, norms, analysis.expansion[index].flatMap { expansions[$0] }).build()
                expansions[index] = (operation as? ConvolutionOperation)?.expansion
                operations.append(operation)
            }
        }
        return operations
    }

    /// A layer's value as its readers see it.
    func slot(_ index: Int, _ norms: [Int: BatchNormOperation]) -> Slot {
        let root = analysis.root[index]
        var pending: Pending?
        if analysis.isDeferred[root] {
            let layer = graph.nodes[root]
            if let function = layer.operation.activation {
                let source = analysis.root[layer.inputs[0]]
                pending = analysis.isDeferred[source] ? norms[source]?.pending(with: function) : Pending(function)
            } else {
                pending = norms[root]?.pending
            }
        }
        return Slot(
            data: arena + buffers.data(analysis.store[root]),
            gradient: buffers.gradient(analysis.gradientStore[root]).map { arena + $0 }, shape: graph.nodes[index].shape,
            pending: pending)
    }

    private func builder(
        _ index: Int, _ norms: [Int: BatchNormOperation], _ expansion: ExpansionGradients? = nil
    ) throws(Diagnostic) -> OperationBuilder {
        let layer = graph.nodes[index]
        // A zero's operand may not exist.
        let inputs = layer.operation.isZero ? [] : layer.inputs
        return OperationBuilder(
            operation: layer.operation,
            inputs: inputs.indices.map { place in
                let slot = slot(inputs[place], norms)
                return Operand(
                    slot: slot, accumulates: analysis.accumulates[index][place],
                    passes: analysis.isPassedThrough[analysis.root[inputs[place]]] ? slot.pending : nil,
                    completes: analysis.completes[index][place].compactMap { norms[$0] })
            },
            output: slot(index, norms), parameters: parameters(of: index), statistics: statistics(of: index),
            fused: analysis.fused[index], norm: analysis.forTraining ? analysis.norm[index].flatMap { norms[$0] } : nil,
            foldedNorm: try foldedNorm(index), isFed: analysis.forTraining && analysis.norm.contains(index),
            isToldOfOutputGradients: analysis.completes.contains { $0.contains { $0.contains(index) } },
            isExpansion: analysis.isExpansion(index), expansion: expansion, isDeferred: analysis.isDeferred[index],
            batch: batch, ordinal: index, memory: memory)
    }

    private func foldedNorm(_ index: Int) throws(Diagnostic) -> FoldedNorm? {
        guard !analysis.forTraining, let norm = analysis.norm[index] else { return nil }
        return try FoldedNorm(
            memory, parameters: parameters(of: norm), statistics: statistics(of: norm),
            channels: graph.nodes[norm].shape.channels, function: analysis.fused[index])
    }

    private func parameters(of layer: Int) -> [Parameter] {
        table.parameters(of: layer).map { index in
            let entry = table.parameters[index]
            let gradient = gradients.flatMap { gradients in gradientPlan.offsets[index].map { gradients + $0 } }
            return Parameter(
                data: parameters + entry.offset, gradient: gradient, count: entry.count, decays: !decaysWeightsOnly || entry.isWeight)
        }
    }

    private func statistics(of layer: Int) -> [UnsafeMutablePointer<Float>] {
        table.statistics[table.statistics(of: layer)].map { statistics + $0.offset }
    }
}
