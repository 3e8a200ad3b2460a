internal import NetworkGraph

/// The order in which a space's decisions are read, and which follow from which: drawing and checking an architecture walk this,
/// a few steps where the tree of layers has thousands. What was read before is left out: repeated layers with shared choices, and
/// layers without any.
///
/// Reads decisions in the order in which building a network would: whether one is active never depends on shapes.
struct DecisionOrder: Sendable {
    private enum Kind: Hashable { case take, times, condition }

    /// Reads a decision, a number of repetitions or a condition, and goes on with blocks that follow from it.
    private struct Step: Hashable {
        let kind: Kind
        /// The number of the decision, or the place in `times` or `conditions`.
        let number: Int
        /// One for each option or repetition, or for what holds and what does not; empty where none of them reads anything.
        let blocks: [Int]
    }

    private var steps: ContiguousArray<FlatStep> = []
    private var jumps: ContiguousArray<Int> = []
    private var blocks: ContiguousArray<Range<Int>> = []
    private var times: [Value] = []
    private var conditions: [Value.Condition] = []
    private let root: Int

    /// Without arrays inside, which would have to be counted as they are read.
    private struct FlatStep {
        let kind: Kind
        let number: Int
        /// In `jumps`.
        let first: Int
        let count: Int
    }

    init(_ plan: SpacePlan) {
        var compiler = Compiler()
        var all: [Step] = []
        if let resolution = plan.resolution { all += compiler.steps(of: resolution) }
        if let resize = plan.resize { all += compiler.steps(of: resize) }
        all += compiler.steps(of: plan.network)
        for field in plan.recipe.fields { all += compiler.steps(of: field.value) }
        if let precision = plan.precision { all += compiler.steps(of: precision) }
        root = compiler.block(all)
        (times, conditions) = (compiler.times, compiler.conditions)
        for block in compiler.blocks {
            let start = steps.count
            for step in block {
                steps.append(FlatStep(kind: step.kind, number: step.number, first: jumps.count, count: step.blocks.count))
                jumps += step.blocks
            }
            blocks.append(start..<steps.count)
        }
    }

    /// Reads every decision of a candidate.
    func read(_ reader: inout DecisionReader) throws(WalkError) { try read(root, &reader) }

    private func read(_ block: Int, _ reader: inout DecisionReader) throws(WalkError) {
        for place in blocks[block] {
            let step = steps[place]
            switch step.kind {
            case .take:
                let option = try reader.take(step.number)
                if step.count > 0 { try read(jumps[step.first + option], &reader) }
            case .times:
                let repetitions = try reader.times(times[step.number])
                for index in 0..<min(repetitions, step.count) { try read(jumps[step.first + index], &reader) }
            case .condition:
                let holds = try reader.holds(conditions[step.number])
                if step.count > 0 { try read(jumps[step.first + (holds ? 0 : 1)], &reader) }
            }
        }
    }

    private struct Compiler {
        var blocks: [[Step]] = [[]]
        var times: [Value] = []
        var conditions: [Value.Condition] = []
        /// Equal blocks are one.
        private var numbers: [[Step]: Int] = [[]: 0]

        mutating func block(_ steps: [Step]) -> Int {
            var kept: [Step] = []
            var met: Set<Step> = []
            var taken: Set<Int> = []
            for step in steps where met.insert(step).inserted {
                // A decision that was read, and from which nothing follows.
                if step.kind == .take, !taken.insert(step.number).inserted, step.blocks.isEmpty { continue }
                kept.append(step)
            }
            if let known = numbers[kept] { return known }
            blocks.append(kept)
            numbers[kept] = blocks.count - 1
            return blocks.count - 1
        }

        private mutating func step(_ kind: Kind, _ number: Int, _ branches: [[Step]]) -> Step {
            let following = branches.map { block($0) }
            return Step(kind: kind, number: number, blocks: following.allSatisfy { $0 == 0 } ? [] : following)
        }

        mutating func steps(of value: Value) -> [Step] {
            switch value {
            case .constant, .inputChannels, .classes, .unknown: return []
            case .decision(let decision, let options): return [step(.take, decision, options.map { steps(of: $0) })]
            case .scale(let factors, let multiple, _, _): return factors.flatMap { steps(of: $0) } + steps(of: multiple)
            case .pair(let first, let second): return steps(of: first) + steps(of: second)
            case .conditional(let condition, let then, let otherwise):
                conditions.append(condition)
                let number = conditions.count - 1
                return [step(.condition, number, [steps(of: then), steps(of: otherwise)])]
            }
        }

        mutating func steps(of layer: Layer) -> [Step] {
            switch layer.kind {
            case .leaf(let leaf): return leaf.values.flatMap { steps(of: $0) }
            case .sequence(let layers): return layers.flatMap { steps(of: $0) }
            case .residual(let body, let shortcut, let activation, _):
                var all = steps(of: body)
                if case .layers(let side) = shortcut { all += steps(of: side) }
                return all + steps(of: activation.value)
            case .branches(let layers, let merge, _): return layers.flatMap { steps(of: $0) } + steps(of: merge.value)
            case .choice(let decision, let options): return [step(.take, decision, options.map { steps(of: $0) })]
            case .repetition(let count, let layers):
                times.append(count)
                let number = times.count - 1
                return [step(.times, number, layers.map { steps(of: $0) })]
            case .cell(let cell): return cell.entering.flatMap { $0.flatMap { steps(of: $0.layer) } }
            case .conditional(let condition, let then, let otherwise):
                conditions.append(condition)
                let number = conditions.count - 1
                return [step(.condition, number, [steps(of: then), steps(of: otherwise)])]
            }
        }
    }
}
