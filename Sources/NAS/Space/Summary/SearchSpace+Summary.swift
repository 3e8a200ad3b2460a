public import NetworkGraph
public import Support

extension SearchSpace {
    /// Returns what an architecture's network is, in a line: `stem 16 3x3, 2 x residual 24 3x3 /2, global pool, dense 10`.
    ///
    /// Each layer of the file stands with its channels, its largest kernel, and its stride where it has one; equal layers in a row are
    /// counted, and of a row the first has the stride. What computes no weights and no pooling, such as an activation that stands alone, is
    /// left out.
    ///
    /// - Throws: a diagnostic where the architecture is not of this space, or the task does not fit.
    public func summary(of architecture: Architecture, task: TaskShape) throws(Diagnostic) -> String {
        try checkOptions(of: architecture)
        try check(task)
        let reader = reader(wanting: architecture, fallback: .fail)
        let classes = plan.classes ?? task.classes
        let units = try diagnosing { () throws(WalkError) -> [LayerSummary] in
            let input = try Self.inputShape(plan, task, reader)
            var walk = SummaryWalk(
                emitter: Emitter(input: input.shape, classes: classes, reader: input.reader, network: plan.network), decisions: decisions)
            let output = try walk.follow(plan.network, 0)
            return walk.summaries(output: output)
        }
        return LayerSummary.text(of: units)
    }
}

/// Builds a network, and notes which nodes each layer of the file made.
private struct SummaryWalk {
    var emitter: Emitter
    let decisions: [Decision]
    private var units: [(word: String, details: [String], input: Int, nodes: Range<Int>, result: Int)] = []

    init(emitter: Emitter, decisions: [Decision]) { (self.emitter, self.decisions) = (emitter, decisions) }

    mutating func follow(_ layer: Layer, _ input: Int) throws(WalkError) -> Int {
        var node = input
        switch layer.kind {
        case .sequence(let layers): for inner in layers { node = try follow(inner, node) }
        case .choice(let decision, let options): node = try follow(options[emitter.reader.take(decision)], node)
        case .repetition(let times, let layers):
            for inner in try layers.prefix(emitter.reader.times(times)) { node = try follow(inner, node) }
        case .conditional(let condition, let then, let otherwise):
            node = try follow(emitter.reader.holds(condition) ? then : otherwise, node)
        case .leaf(let leaf): node = try note(type(of: leaf.definition).keyword.replacing("_", with: " "), layer, input)
        case .residual: node = try note("residual", layer, input)
        case .branches(let layers, _, _): node = try note("\(layers.count) branches", layer, input)
        case .cell(let cell):
            node = try note("cell", layer, input)
            units[units.count - 1].details = cell.entering.flatMap { $0 }.map { label(of: $0.layer) }
        }
        return node
    }

    private mutating func note(_ word: String, _ layer: Layer, _ input: Int) throws(WalkError) -> Int {
        let start = emitter.builder.count
        let result = try emitter.emit(layer, input)
        units.append((word, [], input, start..<emitter.builder.count, result))
        return result
    }

    /// What the file calls the layer on an edge of a cell.
    private func label(of layer: Layer) -> String {
        switch layer.kind {
        case .choice(let decision, _):
            let option = emitter.reader.taken[decision]
            return option < 0 ? "" : decisions[decision].options[Int(option)]
        case .leaf(let leaf): return type(of: leaf.definition).keyword
        case .sequence(let layers) where layers.count == 1: return label(of: layers[0])
        case .sequence: return "sequence"
        case .residual: return "residual"
        case .branches: return "branches"
        case .repetition: return "repeat"
        case .cell: return "cell"
        case .conditional: return "when"
        }
    }

    func summaries(output: Int) -> [LayerSummary] {
        let graph = emitter.builder.finish(output: output)
        return units.compactMap { unit in
            LayerSummary(
                unit.word, details: unit.details, of: graph.nodes[unit.nodes], in: graph, input: graph.nodes[unit.input].shape,
                output: graph.nodes[unit.result].shape)
        }
    }
}
