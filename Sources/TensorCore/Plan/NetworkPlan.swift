internal import Support

/// A network's buffers and operations, made once for a batch size.
final class NetworkPlan {
    let memory = Memory()
    let table: ParameterTable
    let parameters: UnsafeMutablePointer<Float>
    /// Gradients of all parameters, one block like theirs; nil in a network for inference.
    let gradients: UnsafeMutablePointer<Float>?
    /// The optimizer's state, one block like the parameters' for each of its moments.
    let moments: [UnsafeMutablePointer<Float>]
    let statistics: UnsafeMutablePointer<Float>
    let workspace: UnsafeMutablePointer<Float>
    let operations: [any PlannedOperation]
    let input: Slot
    let output: Slot

    init(
        _ definition: NetworkDefinition, batch: Int, settings: TrainingSettings?, keepsInputGradient: Bool = false
    ) throws(Diagnostic) {
        let analysis = LayerAnalysis(definition, forTraining: settings != nil, keepsInputGradient: keepsInputGradient)
        table = ParameterTable(definition, needed: analysis.isNeeded)
        let parameters = try memory.floats(table.parameterCount)
        let gradients = settings == nil ? nil : try memory.floats(table.parameterCount)
        var moments: [UnsafeMutablePointer<Float>] = []
        for _ in settings?.optimizer.moments ?? [] { moments.append(try memory.floats(table.parameterCount)) }
        self.moments = moments
        let statistics = try memory.floats(table.statisticCount)
        (self.parameters, self.gradients, self.statistics) = (parameters, gradients, statistics)

        var slots: [Int: Slot] = [:]
        for (index, layer) in definition.layers.enumerated() where analysis.isNeeded[index] && analysis.root[index] == index {
            let count = saturatingProduct(batch, layer.shape.elements)
            slots[index] = Slot(
                data: try memory.floats(count), gradient: analysis.needsGradient[index] ? try memory.floats(count) : nil,
                shape: layer.shape)
        }
        func slot(_ index: Int) -> Slot {
            let slot = slots[analysis.root[index]]!
            return Slot(data: slot.data, gradient: slot.gradient, shape: definition.layers[index].shape)
        }

        var operations: [any PlannedOperation] = []
        var workspaceCount = 0
        for (index, layer) in definition.layers.enumerated()
        where index > 0 && analysis.isNeeded[index] && analysis.root[index] == index {
            let builder = OperationBuilder(
                kind: layer.kind,
                // A zero's operand may not exist.
                inputs: layer.kind == .zero
                    ? [] : zip(layer.inputs, analysis.accumulates[index]).map { Operand(slot: slot($0), accumulates: $1) },
                output: slot(index), parameters: Self.parameters(of: index, table, parameters, gradients),
                statistics: Self.statistics(of: index, table, statistics), fused: analysis.fused[index], batch: batch,
                ordinal: index, memory: memory)
            let (operation, needs) = try builder.build()
            operations.append(operation)
            workspaceCount = max(workspaceCount, needs)
        }
        self.operations = operations
        workspace = try memory.floats(workspaceCount)
        input = slot(0)
        output = slot(definition.output)
    }

    private static func parameters(
        of layer: Int, _ table: ParameterTable, _ data: UnsafeMutablePointer<Float>, _ gradients: UnsafeMutablePointer<Float>?
    ) -> [Parameter] {
        let end = layer + 1 < table.first.count ? table.first[layer + 1].parameter : table.parameters.count
        return table.parameters[table.first[layer].parameter..<end].map {
            Parameter(data: data + $0.offset, gradient: gradients.map { [offset = $0.offset] block in block + offset }, count: $0.count)
        }
    }

    private static func statistics(
        of layer: Int, _ table: ParameterTable, _ data: UnsafeMutablePointer<Float>
    ) -> [UnsafeMutablePointer<Float>] {
        let end = layer + 1 < table.first.count ? table.first[layer + 1].statistic : table.statistics.count
        return table.statistics[table.first[layer].statistic..<end].map { data + $0.offset }
    }
}
