import BigInt
internal import NetworkGraph
import OrderedCollections
import Support

/// Walks a space with all its architectures at once: proves that each has fitting shapes, and counts them exactly.
///
/// An abstract interpretation: a set of states goes through the network, each with its shapes, the options of decisions
/// that are still to be read again, and the number of architectures that lead to it. A decision is branched on where it
/// is first read and forgotten after its last use, when states become equal and their numbers add up. A decision that is
/// read in many places (a shared cell, a tied activation) would keep states apart for long; most of them never change a
/// shape. So every such decision is first taken to be *inert*: each place that reads it tries all its options and
/// checks that what follows is the same; if not, the decision is marked as relevant and the walk starts again.
struct SpaceAnalyzer {
    typealias States = OrderedDictionary<AnalysisState, AnalysisWeight>

    enum Stop: Error {
        case relevant(Int)
        case fault(Diagnostic)
        /// More than the analysis may take.
        case tooMuch(AnalysisLimit)
    }

    /// What reading a layer comes to: the shapes that are then in use, and the cost of what was built.
    struct Step {
        let shapes: [Shape]
        let cost: Cost
        /// The least cost of all the states that this one stands for; `cost` is the most.
        let least: Cost
        /// That were built to know it.
        let operations: Int

        init(_ shapes: [Shape], _ cost: Cost = Cost(macs: 0, parameters: 0), least: Cost? = nil, operations: Int = 0) {
            self.shapes = shapes
            self.operations = operations
            self.cost = cost
            self.least = least ?? cost
        }
    }

    let space: SearchSpace
    let task: TaskShape
    private let classes: Int
    var relevant: [Bool]
    /// What was done so far, in `AnalysisLimit.mostWork`.
    var work = 0
    var trails = Trails()
    /// The memory of each layer, by its id; nil where it was not asked.
    private var memories: [ChannelMemory?]
    /// From so many states on those are joined whose costs can then be bounded only: those that differ in the channels before a
    /// shortcut, or in the option of a decision whose effect is past (`collapse`). It costs the proof that ends are ends.
    var boundsFrom = 256
    /// Whether states were joined for which a shortcut may need a projection, or not.
    private(set) var boundsShortcuts = false

    init(_ space: SearchSpace, _ task: TaskShape) {
        self.space = space
        self.task = task
        classes = space.plan.classes ?? task.classes
        relevant = [Bool](repeating: false, count: space.decisions.count)
        memories = [ChannelMemory?](repeating: nil, count: space.plan.layerCount)
    }

    /// - Throws: a diagnostic for the first architecture that is not valid, with its place.
    mutating func run() throws(Diagnostic) -> SpaceAnalysis {
        while true {
            do throws(Stop) { return try pass() } catch {
                switch error {
                case .relevant(let decision): relevant[decision] = true
                case .fault(let diagnostic): throw diagnostic
                case .tooMuch(let limit): throw diagnostic(limit, at: space.plan.network, among: [:])
                }
            }
        }
    }

    private mutating func pass() throws(Stop) -> SpaceAnalysis {
        let plan = space.plan
        let liveness = space.liveness
        let input = plan.shape ?? task.input
        var states: States = [AnalysisState(shapes: [input], live: []): AnalysisWeight()]
        if plan.resolution != nil {
            states = try read(states, until: liveness.resolutionEnd) { [task] (reader, _) throws(WalkError) -> Step in
                let result = try SearchSpace.inputShape(plan, task, reader)
                reader = result.reader
                return Step([result.shape])
            }
        }
        if let resize = plan.resize {
            states = try read(states, until: liveness.resizeEnd) { (reader, state) throws(WalkError) -> Step in
                try reader.touch(resize)
                return Step(state.shapes)
            }
        }
        states = try walk(plan.network, states)
        try checkOutput(states)
        // From here on shapes do not matter.
        var rest: States = [:]
        for (state, weight) in states { add(AnalysisState(shapes: [], live: state.live), weight, to: &rest) }
        for (field, end) in zip(plan.recipe.fields, liveness.recipeEnds) {
            rest = try read(rest, until: end) { (reader, _) throws(WalkError) -> Step in
                try reader.touch(field.value)
                return Step([])
            }
        }
        if let precision = plan.precision {
            rest = try read(rest, until: liveness.precisionEnd) { (reader, _) throws(WalkError) -> Step in
                try reader.touch(precision)
                return Step([])
            }
        }
        rest = expire(rest, at: Int.max)
        guard var total = rest.values.first else { preconditionFailure("a space has at least one architecture") }
        for weight in rest.values.dropFirst() {
            total.count += weight.count
            total.widen(by: weight)
        }
        return SpaceAnalysis(
            architectures: total.count, smallest: try extreme(total.least) { $0 < $1 }, largest: try extreme(total.most) { $1 < $0 })
    }

    private func checkOutput(_ states: States) throws(Stop) {
        let expected = Shape(height: 1, width: 1, channels: classes)
        for (state, weight) in states where state.current != expected {
            var last = space.plan.network
            if case .sequence(let layers) = last.kind, let end = layers.last { last = end }
            throw .fault(
                diagnostic(
                    ShapeError(
                        "the network ends in \(state.current), not in a vector of \(classes) classes",
                        hint: "end with global_pool or flatten, and dense: {out: classes}"),
                    path: last.path, last.location, weight.least))
        }
    }

    // MARK: Layers

    mutating func walk(_ layer: Layer, _ states: States) throws(Stop) -> States {
        do throws(Stop) { return expire(try pass(through: layer, states), at: space.liveness.end[layer.id]) } catch {
            // The innermost layer names what is too much.
            guard case .tooMuch(let limit) = error else { throw error }
            throw .fault(diagnostic(limit, at: layer, among: states))
        }
    }

    private mutating func pass(through layer: Layer, _ states: States) throws(Stop) -> States {
        let memory = states.count > 1 ? memory(of: layer) : .keeps
        let bounded = boundsShortcuts
        defer { boundsShortcuts = bounded }
        switch memory {
        case .forgets: return try walkInto(layer, collapse(states, before: layer))
        case .forgetsButForShortcuts where states.count >= boundsFrom:
            boundsShortcuts = true
            return try walkInto(layer, collapse(states, before: layer))
        case .forgetsButForShortcuts, .keeps: return try walkInto(layer, states)
        }
    }

    private mutating func walkInto(_ layer: Layer, _ states: States) throws(Stop) -> States {
        let end = space.liveness.end[layer.id]
        switch layer.kind {
        case .leaf(let leaf):
            return try walkLeaf(leaf, layer, states)
        case .sequence(let layers):
            return try walkAll(layers, states)
        case .residual(let body, let shortcut, let activation, _):
            return try apart(states) { (analyzer, states) throws(Stop) -> States in
                let (result, isBound) = (try analyzer.walkResidual(body, shortcut, states), analyzer.boundsShortcuts)
                return try analyzer.read(result, until: end) { (reader, state) throws(WalkError) -> Step in
                    try reader.touch(activation.value)
                    return try Self.joined(state.shapes, shortcut, layer, isBound: isBound)
                }
            }
        case .branches(let layers, let merge, _):
            return try apart(states) { (analyzer, states) throws(Stop) -> States in
                let result = try analyzer.walkBranches(layers, states)
                return try analyzer.read(result, until: end) { (reader, state) throws(WalkError) -> Step in
                    return Step(try Self.merged(state.shapes, reader.read(merge), layers.count, layer))
                }
            }
        case .choice(let decision, let options):
            return try branch(states, until: end) { (reader) throws(WalkError) -> Int in
                try reader.take(decision)
            } then: { (analyzer, option, states) throws(Stop) -> States in
                try analyzer.walk(options[option], states)
            }
        case .repetition(.decision(let decision, let options), let layers) where isRepeated(decision, options, layers, states):
            let counts = options.map { if case .constant(.integer(let count), _) = $0 { count } else { 0 } }
            return try repeated(states, decision, counts, layers, until: end)
        case .repetition(let times, let layers):
            return try branch(states, until: end) { (reader) throws(WalkError) -> Int in
                try reader.times(times)
            } then: { (analyzer, count, states) throws(Stop) -> States in
                try analyzer.walkAll(layers.prefix(count), states)
            }
        case .conditional(let condition, let then, let otherwise):
            return try branch(states, until: end) { (reader) throws(WalkError) -> Int in
                try reader.holds(condition) ? 1 : 0
            } then: { (analyzer, holds, states) throws(Stop) -> States in
                try analyzer.walk(holds == 1 ? then : otherwise, states)
            }
        case .cell(let cell):
            return try apart(states) { (analyzer, states) throws(Stop) -> States in try analyzer.walkCell(cell, layer, states) }
        }
    }

    private mutating func walkAll(_ layers: some Sequence<Layer>, _ states: States) throws(Stop) -> States {
        var result = states
        for layer in layers { result = try walk(layer, result) }
        return result
    }

    private mutating func walkLeaf(_ leaf: LeafPlan, _ layer: Layer, _ states: States) throws(Stop) -> States {
        try read(states, until: space.liveness.end[layer.id]) { [classes] (reader, state) throws(WalkError) -> Step in
            var emitter = Emitter(input: state.current, classes: classes, reader: reader, network: layer)
            let node = try leaf.definition.emit(into: &emitter, 0)
            reader = emitter.reader
            let graph = emitter.builder.finish(output: node)
            return Step(state.shapes.dropLast() + [graph.outputShape], Cost(graph), operations: graph.nodes.count)
        }
    }

    /// The shapes of the input, the body's result and, where it has layers, the shortcut's.
    private mutating func walkResidual(_ body: Layer, _ shortcut: Layer.Shortcut, _ states: States) throws(Stop) -> States {
        let result = try walk(body, push(states) { $0.current })
        guard case .layers(let side) = shortcut else { return result }
        // in, out -> in, out, in -> in, out, side
        return try walk(side, push(result) { $0.shapes[$0.shapes.count - 2] })
    }

    /// The shapes of each branch's result, behind the input's.
    private mutating func walkBranches(_ layers: [Layer], _ states: States) throws(Stop) -> States {
        var result = states
        for (index, inner) in layers.enumerated() {
            result = try walk(inner, push(result) { $0.shapes[$0.shapes.count - 1 - index] })
        }
        return result
    }

    private func isRepeated(_ decision: Int, _ options: [Value], _ layers: [Layer], _ states: States) -> Bool {
        guard options.allSatisfy({ if case .constant(.integer, _) = $0 { true } else { false } }),
            states.keys.allSatisfy({ state in !state.live.contains { $0.decision == Int32(decision) } })
        else { return false }
        var isRead = false
        for layer in layers { layer.forEachDecision { if $0 == decision { isRead = true } } }
        return !isRead
    }

    private mutating func memory(of layer: Layer) -> ChannelMemory {
        if let known = memories[layer.id] { return known }
        let memory: ChannelMemory =
            switch layer.kind {
            // These look at each layer inside by itself.
            case .sequence, .choice, .conditional: .keeps
            default: layer.channelMemory
            }
        memories[layer.id] = memory
        return memory
    }
}
