/// When each decision is read for the last time as a space is walked: from then on it cannot matter any more.
struct Liveness: Sendable {
    /// For every layer, by its id: the last position inside it.
    private(set) var end: [Int]
    /// For every decision: the last position where it may be read; -1 where it never is.
    private(set) var lastUse: [Int]
    private(set) var recipeEnds: [Int] = []
    private(set) var resolutionEnd = 0
    private(set) var resizeEnd = 0
    private(set) var precisionEnd = 0
    private var position = 0

    init(_ plan: SpacePlan) {
        end = [Int](repeating: 0, count: plan.layerCount)
        lastUse = [Int](repeating: -1, count: plan.decisions.count)
        if let resolution = plan.resolution { read(resolution) }
        resolutionEnd = position
        if let resize = plan.resize { read(resize) }
        resizeEnd = position
        visit(plan.network)
        for field in plan.recipe.fields {
            read(field.value)
            recipeEnds.append(position)
        }
        if let precision = plan.precision { read(precision) }
        precisionEnd = position
    }

    private mutating func read(_ value: Value) {
        position += 1
        value.forEachDecision { lastUse[$0] = position }
    }

    private mutating func visit(_ layer: Layer) {
        switch layer.kind {
        case .leaf(let leaf):
            position += 1
            for value in leaf.values { value.forEachDecision { lastUse[$0] = position } }
        case .sequence(let layers): for inner in layers { visit(inner) }
        case .residual(let body, let shortcut, let activation, _):
            visit(body)
            if case .layers(let side) = shortcut { visit(side) }
            read(activation.value)
        case .branches(let layers, let merge, _):
            for inner in layers { visit(inner) }
            read(merge.value)
        case .choice(let decision, let options):
            position += 1
            lastUse[decision] = position
            for option in options { visit(option) }
        case .repetition(let times, let layers):
            read(times)
            for inner in layers { visit(inner) }
        case .cell(let cell): for edges in cell.entering { for edge in edges { visit(edge.layer) } }
        case .conditional(let condition, let then, let otherwise):
            read(condition.subject)
            visit(then)
            visit(otherwise)
        }
        end[layer.id] = position
    }
}
