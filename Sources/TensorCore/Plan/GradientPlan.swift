internal import NetworkGraph

/// Where the gradients of parameters lie: in one block like the parameters' where all are kept; else each layer's take the place
/// of the last one's, so that they stay in the cache until the update has read them.
struct GradientPlan {
    /// The place of each parameter's gradient, in floats; nil for one that its layer updates part by part.
    private(set) var offsets: [Int?] = []
    /// Floats in all.
    private(set) var count = 0

    init(_ graph: InferredGraph, _ table: ParameterTable, keepsAll: Bool) {
        if keepsAll {
            (offsets, count) = (table.parameters.map(\.offset), table.parameterCount)
            return
        }
        for layer in graph.nodes.indices {
            var end = 0
            for index in table.parameters(of: layer) {
                // A dense layer's matrix.
                if graph.nodes[layer].operation.traits.contains(.product), table.parameters[index].shape.count == 2 {
                    offsets.append(nil)
                    continue
                }
                offsets.append(end)
                end += ParameterTable.aligned(table.parameters[index].count)
            }
            count = max(count, end)
        }
    }
}
