import BigInt
import OrderedCollections
import Support

extension SpaceAnalyzer {
    // MARK: Reading decisions

    /// Takes every state through something that reads decisions and leaves shapes behind.
    ///
    /// - Parameter end: the position at which it has been left: decisions not read after it need not be kept apart.
    mutating func read(
        _ states: States, until end: Int, _ body: (inout Chooser, AnalysisState) throws(Halt) -> Step
    ) throws(Stop) -> States {
        var result: States = [:]
        for (state, weight) in states {
            let part = try explore(state, weight, until: end, body) { (_, step, state, weight) throws(Stop) -> States in
                var next = state
                next.shapes = step.shapes
                var weight = weight
                weight.add(step.cost)
                return [next: weight]
            }
            try merge(part, into: &result)
        }
        return result
    }

    /// Takes every state through one of several ways, which decisions choose.
    mutating func branch(
        _ states: States, until end: Int, _ choose: (inout Chooser) throws(Halt) -> Int,
        then: (inout SpaceAnalyzer, Int, States) throws(Stop) -> States
    ) throws(Stop) -> States {
        var result: States = [:]
        for (state, weight) in states {
            let part = try explore(state, weight, until: end) { (chooser, _) throws(Halt) -> Int in
                try choose(&chooser)
            } then: { (analyzer, way, state, weight) throws(Stop) -> States in
                try then(&analyzer, way, [state: weight])
            }
            try merge(part, into: &result)
        }
        return result
    }

    /// Runs `body` for every combination of options that it reads and the state leaves open.
    private mutating func explore<Result>(
        _ state: AnalysisState, _ weight: AnalysisWeight, until end: Int, _ body: (inout Chooser, AnalysisState) throws(Halt) -> Result,
        then: (inout SpaceAnalyzer, Result, AnalysisState, AnalysisWeight) throws(Stop) -> States
    ) throws(Stop) -> States {
        try spend()
        var wanted = [Int32](repeating: -1, count: space.optionCounts.count)
        for live in state.live { if let option = live.option { wanted[Int(live.decision)] = option } }
        var chooser = Chooser(wanted: wanted, optionCounts: space.optionCounts, fallback: .fail)
        let result: Result
        do throws(Halt) { result = try body(&chooser, state) } catch {
            switch error {
            case .invalid(let problem, let path, let location):
                throw .fault(diagnostic(problem, path: path, location, weight.least.options))
            case .undecided(let decision): return try fork(decision, state, weight, until: end, body, then: then)
            }
        }
        return try then(&self, result, state, weight)
    }

    private mutating func fork<Result>(
        _ decision: Int, _ state: AnalysisState, _ weight: AnalysisWeight, until end: Int,
        _ body: (inout Chooser, AnalysisState) throws(Halt) -> Result,
        then: (inout SpaceAnalyzer, Result, AnalysisState, AnalysisWeight) throws(Stop) -> States
    ) throws(Stop) -> States {
        // Not read again behind this: its options need not be told apart, and their numbers add up.
        let isLast = space.liveness.lastUse[decision] <= end
        let addsUp = relevant[decision] || isLast
        var result: States = [:]
        for option in 0..<space.optionCounts[decision] {
            var branched = state
            branched.set(decision, to: option)
            var branchedWeight = weight
            branchedWeight.take(decision, option)
            let part = try explore(branched, branchedWeight, until: end, body, then: then)
            guard !addsUp else {
                try merge(part, into: &result)
                continue
            }
            var anonymous: States = [:]
            for (outcome, weight) in part {
                var outcome = outcome
                outcome.set(decision, to: nil)
                add(outcome, weight, to: &anonymous)
            }
            guard option > 0 else {
                result = anonymous
                continue
            }
            guard Self.agree(result, anonymous) else { throw .relevant(decision) }
            for (outcome, weight) in anonymous { result[outcome]?.widen(by: weight) }
        }
        return result
    }

    private static func agree(_ left: States, _ right: States) -> Bool {
        left.count == right.count && left.allSatisfy { right[$0.key]?.count == $0.value.count }
    }

    // MARK: Sets of states

    func add(_ state: AnalysisState, _ weight: AnalysisWeight, to states: inout States) {
        if states[state] != nil {
            states[state]?.count += weight.count
            states[state]?.widen(by: weight)
        } else {
            states[state] = weight
        }
    }

    private func merge(_ part: States, into states: inout States) throws(Stop) {
        for (state, weight) in part { add(state, weight, to: &states) }
        guard states.count <= Self.stateLimit else { throw tooEntangled() }
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

    private mutating func spend() throws(Stop) {
        steps += 1
        if steps > Self.stepLimit { throw tooEntangled() }
    }

    private func tooEntangled() -> Stop {
        .fault(
            space.source.diagnostic(
                "the space is too entangled to be checked: too many choices decide shapes together", at: space.plan.network.location,
                path: "network", hint: "share fewer choices of widths and strides between distant layers, or give them fewer options"))
    }

    /// What is wrong, with an architecture in which it is.
    func diagnostic(_ problem: ShapeError, path: String, _ location: SourceLocation, _ example: [Int32]) -> Diagnostic {
        var hints = problem.hint.map { [$0] } ?? []
        if !space.decisions.isEmpty {
            let architecture = space.completed(Architecture(options: example.map { $0 < 0 ? nil : Int($0) }))
            hints.append("for example in the architecture \(architecture)")
        }
        return space.source.diagnostic(
            problem.message, at: location, path: path, hint: hints.isEmpty ? nil : hints.joined(separator: "; "))
    }
}
