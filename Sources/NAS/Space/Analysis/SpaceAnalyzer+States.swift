import BigInt
internal import NetworkGraph
import OrderedCollections
import Support

extension SpaceAnalyzer {
    // MARK: Reading decisions

    /// Takes every state through something that reads decisions and leaves shapes behind.
    ///
    /// - Parameter end: the position at which it has been left: decisions not read after it need not be kept apart.
    mutating func read(
        _ states: States, until end: Int, _ body: (inout DecisionReader, AnalysisState) throws(WalkError) -> Step
    ) throws(Stop) -> States {
        var result: States = [:]
        for (state, weight) in states { try explore(state, weight, until: end, body, into: &result) }
        return result
    }

    /// Runs `body` for every combination of options that it reads and the state leaves open.
    private mutating func explore(
        _ state: AnalysisState, _ weight: AnalysisWeight, until end: Int,
        _ body: (inout DecisionReader, AnalysisState) throws(WalkError) -> Step,
        into result: inout States
    ) throws(Stop) {
        try spend()
        var reader = reader(for: state)
        var undecided = 0
        var outcome: Step?
        do throws(WalkError) { outcome = try body(&reader, state) } catch {
            guard case .undecided(let decision) = error else { throw .fault(diagnostic(of: error, weight)) }
            undecided = decision
        }
        if let outcome {
            try spend(outcome.operations)
            var next = state
            next.shapes = outcome.shapes
            var weight = weight
            weight.add(outcome)
            add(next, weight, to: &result)
            return try check(result)
        }
        let decision = undecided
        try fork(decision, until: end, into: &result) { (analyzer, option, part) throws(Stop) in
            var branched = state
            branched.set(decision, to: option)
            let taken = analyzer.taking(decision, option, weight)
            try analyzer.explore(branched, taken, until: end, body, into: &part)
        }
    }

    /// Takes states through one of several ways, which decisions choose: those that go the same way go together.
    mutating func branch(
        _ states: States, until end: Int, _ choose: (inout DecisionReader) throws(WalkError) -> Int,
        then: (inout SpaceAnalyzer, Int, States) throws(Stop) -> States
    ) throws(Stop) -> States {
        var ways: OrderedDictionary<Int, States> = [:]
        var open: OrderedDictionary<Int, States> = [:]
        for (state, weight) in states {
            try spend()
            var reader = reader(for: state)
            do throws(WalkError) {
                let way = try choose(&reader)
                ways[way, default: [:]][state] = weight
            } catch {
                guard case .undecided(let decision) = error else { throw .fault(diagnostic(of: error, weight)) }
                open[decision, default: [:]][state] = weight
            }
        }
        var result: States = [:]
        for (way, states) in ways { try merge(try then(&self, way, states), into: &result) }
        for (decision, states) in open {
            try fork(decision, until: end, into: &result) { (analyzer, option, part) throws(Stop) in
                var taken: States = [:]
                for (state, weight) in states {
                    var branched = state
                    branched.set(decision, to: option)
                    let weight = analyzer.taking(decision, option, weight)
                    // Where some read it before and others did not, they are the same from here.
                    analyzer.add(branched, weight, to: &taken)
                }
                try analyzer.merge(try analyzer.branch(taken, until: end, choose, then: then), into: &part)
            }
        }
        return result
    }

    /// Takes states through the first so many of some layers, and a decision says how many: those that go on, go together.
    ///
    /// - Parameters:
    ///   - decision: not read yet in any state, nor by the layers.
    ///   - counts: for each of its options.
    mutating func repeated(
        _ states: States, _ decision: Int, _ counts: [Int], _ layers: [Layer], until end: Int
    ) throws(Stop) -> States {
        let most = counts.max() ?? 0
        // What is wrong inside is so where there are most of them, until another option is taken behind them.
        let option = Int32(counts.firstIndex(of: most) ?? 0)
        var first = states
        for place in first.values.indices { first.values[place] = taking(decision, option, first.values[place]) }
        var reached = [first]
        var kept = states.count
        for layer in layers.prefix(most) {
            reached.append(try walk(layer, reached[reached.count - 1]))
            kept += reached[reached.count - 1].count
            if kept > 4 * AnalysisLimit.mostStates { throw .tooMuch(.states) }
        }
        var result: States = [:]
        try fork(decision, until: end, into: &result) { (analyzer, option, part) throws(Stop) in
            for (state, weight) in reached[min(counts[Int(option)], reached.count - 1)] {
                var branched = state
                branched.set(decision, to: option)
                let weight = analyzer.taking(decision, option, weight)
                analyzer.add(branched, weight, to: &part)
            }
        }
        try check(result)
        return result
    }

    /// Tries every option of a decision that is open.
    private mutating func fork(
        _ decision: Int, until end: Int, into result: inout States, _ body: (inout SpaceAnalyzer, Int32, inout States) throws(Stop) -> Void
    ) throws(Stop) {
        // Not read again behind this: its options need not be told apart, and their numbers add up.
        let isLast = space.liveness.lastUse[decision] <= end
        guard !relevant[decision], !isLast else {
            for option in 0..<space.optionCounts[decision] { try body(&self, option, &result) }
            return
        }
        var joined: States = [:]
        for option in 0..<space.optionCounts[decision] {
            var part: States = [:]
            try body(&self, option, &part)
            var anonymous: States = [:]
            for (outcome, weight) in part {
                var outcome = outcome
                outcome.set(decision, to: nil)
                add(outcome, weight, to: &anonymous)
            }
            guard option > 0 else {
                joined = anonymous
                continue
            }
            guard Self.agree(joined, anonymous) else { throw .relevant(decision) }
            for (outcome, weight) in anonymous { joined[outcome]?.widen(by: weight) }
        }
        try merge(joined, into: &result)
    }

    private func reader(for state: AnalysisState) -> DecisionReader {
        var wanted = [Int32](repeating: -1, count: space.optionCounts.count)
        for live in state.live { if let option = live.option { wanted[Int(live.decision)] = option } }
        return DecisionReader(wanted: wanted, optionCounts: space.optionCounts, fallback: .fail)
    }

    private mutating func taking(_ decision: Int, _ option: Int32, _ weight: AnalysisWeight) -> AnalysisWeight {
        var weight = weight
        let isOne = weight.least.trail == weight.most.trail
        weight.least.trail = trails.extend(weight.least.trail, decision, option)
        weight.most.trail = isOne ? weight.least.trail : trails.extend(weight.most.trail, decision, option)
        return weight
    }

    private static func agree(_ left: States, _ right: States) -> Bool {
        left.count == right.count && left.allSatisfy { right[$0.key]?.count == $0.value.count }
    }

    // MARK: Sets of states

    func add(_ state: AnalysisState, _ weight: AnalysisWeight, to states: inout States) {
        // A look-up takes as long as all the rest.
        if let place = states.index(forKey: state) {
            states.values[place].count += weight.count
            states.values[place].widen(by: weight)
        } else {
            states.updateValue(weight, forKey: state)
        }
    }

    func merge(_ part: States, into states: inout States) throws(Stop) {
        if states.isEmpty { states = part } else { for (state, weight) in part { add(state, weight, to: &states) } }
        try check(states)
    }

    private func check(_ states: States) throws(Stop) {
        if states.count > AnalysisLimit.mostStates { throw .tooMuch(.states) }
    }

    /// Puts another tensor beside the one at hand.
    func push(_ states: States, _ shape: (AnalysisState) -> Shape) -> States {
        var result: States = [:]
        for (state, weight) in states {
            var next = state
            next.shapes.append(shape(state))
            add(next, weight, to: &result)
        }
        return result
    }

    /// Forgets the decisions that are not read after a position.
    func expire(_ states: States, at position: Int) -> States {
        guard states.keys.contains(where: { $0.live.contains { isDead($0, position) } }) else { return states }
        var result: States = [:]
        for (state, weight) in states {
            var next = state
            var weight = weight
            next.live.removeAll { isDead($0, position) }
            for live in state.live where live.option == nil && isDead(live, position) {
                weight.count *= BigUInt(space.optionCounts[Int(live.decision)])
            }
            add(next, weight, to: &result)
        }
        return result
    }

    private func isDead(_ live: AnalysisState.Live, _ position: Int) -> Bool { space.liveness.lastUse[Int(live.decision)] <= position }

    // MARK: Limits and faults

    func options(of end: AnalysisWeight.End) -> [Int?] {
        trails.options(end.trail, decisions: space.decisions.count).map { $0 < 0 ? nil : Int($0) }
    }

    /// - Parameter operations: that were built.
    private mutating func spend(_ operations: Int = 0) throws(Stop) {
        // To look at what was chosen takes time in proportion to the decisions.
        work += 2 + operations + space.decisions.count / 256
        if work > AnalysisLimit.mostWork { throw .tooMuch(.work) }
    }

    private func diagnostic(of error: WalkError, _ weight: AnalysisWeight) -> Diagnostic {
        guard case .invalid(let problem, let path, let location) = error else { preconditionFailure("what is open was tried") }
        return diagnostic(problem, path: path, location, weight.least)
    }

    /// What is wrong, with an architecture in which it is.
    func diagnostic(_ problem: ShapeError, path: String, _ location: SourceLocation, _ example: AnalysisWeight.End) -> Diagnostic {
        var hints = problem.hint.map { [$0] } ?? []
        if !space.decisions.isEmpty {
            let architecture = space.completed(Architecture(options: options(of: example)))
            hints.append("for example in the architecture \(architecture)")
        }
        return space.source.diagnostic(
            problem.message, at: location, path: path, hint: hints.isEmpty ? nil : hints.joined(separator: "; "))
    }
}
