import BigInt
internal import NetworkGraph
import OrderedCollections

extension SpaceAnalyzer {
    /// A state that has yet to forget how many channels it has, with what led to it.
    private struct Start {
        let channels: Int
        let weight: AnalysisWeight
    }

    /// Before a layer that forgets how many channels come in: of states that differ only in that, those go on that may be the beginning
    /// of the smallest or the largest network. The first of them counts for all.
    ///
    /// A beginning that has no more channels and no more cost than another stays at least as small whatever follows, for the layer's cost
    /// grows with the channels; the other way round for the largest.
    func collapse(_ states: States, before layer: Layer) -> States {
        guard states.count > 1 else { return states }
        var groups: OrderedDictionary<AnalysisState, [Start]> = [:]
        for (state, weight) in states {
            groups[state.with(channels: 0), default: []].append(Start(channels: state.current.channels, weight: weight))
        }
        if groups.count >= boundsFrom { joinOptions(&groups, before: layer) }
        guard groups.count < states.count else { return states }
        var result: States = [:]
        for (state, starts) in groups {
            var count = starts.reduce(BigUInt(0)) { $0 + $1.weight.count }
            for index in Self.ends(of: starts) {
                var weight = starts[index].weight
                weight.count = count
                count = 0
                add(state.with(channels: starts[index].channels), weight, to: &result)
            }
        }
        return result
    }

    /// The places of starts from which the smallest and the largest network may come, in order.
    private static func ends(of starts: [Start]) -> [Int] {
        var kept: Set<Int> = []
        let rising = starts.indices.sorted {
            (starts[$0].channels, starts[$0].weight.least.cost) < (starts[$1].channels, starts[$1].weight.least.cost)
        }
        var least: Cost?
        for index in rising {
            if let least, !(starts[index].weight.least.cost < least) { continue }
            least = starts[index].weight.least.cost
            kept.insert(index)
        }
        let falling = starts.indices.sorted {
            (starts[$1].channels, starts[$1].weight.most.cost) < (starts[$0].channels, starts[$0].weight.most.cost)
        }
        var most: Cost?
        for index in falling {
            if let most, !(most < starts[index].weight.most.cost) { continue }
            most = starts[index].weight.most.cost
            kept.insert(index)
        }
        return kept.sorted()
    }

    /// Forgets the option of a decision that is read again only later and whose options all led to the same in equal numbers: it is
    /// open again.
    private func joinOptions(_ groups: inout OrderedDictionary<AnalysisState, [Start]>, before layer: Layer) {
        var decisions: Set<Int32> = []
        for state in groups.keys { for live in state.live where live.option != nil { decisions.insert(live.decision) } }
        layer.forEachDecision { decisions.remove(Int32($0)) }
        for decision in decisions.sorted() {
            var families: OrderedDictionary<AnalysisState, [AnalysisState]> = [:]
            for state in groups.keys {
                guard state.option(of: Int(decision)) != nil else { continue }
                var open = state
                open.set(Int(decision), to: nil)
                families[open, default: []].append(state)
            }
            var joined: OrderedDictionary<AnalysisState, [Start]> = [:]
            var gone: Set<AnalysisState> = []
            for (open, members) in families where members.count == Int(space.optionCounts[Int(decision)]) && groups[open] == nil {
                let counts = members.map { member in (groups[member] ?? []).reduce(BigUInt(0)) { $0 + $1.weight.count } }
                guard counts.allSatisfy({ $0 == counts[0] }) else { continue }
                // Only the starts of the first count: the number is that of each option.
                var starts: [Start] = []
                for (index, member) in members.enumerated() {
                    for start in groups[member] ?? [] {
                        var weight = start.weight
                        if index > 0 { weight.count = 0 }
                        starts.append(Start(channels: start.channels, weight: weight))
                    }
                }
                joined[open] = starts
                gone.formUnion(members)
            }
            guard !joined.isEmpty else { continue }
            groups = groups.filter { !gone.contains($0.key) }
            for (state, starts) in joined { groups[state] = starts }
        }
    }

    /// Takes states through something that leaves the tensor at hand on the stack, those apart that differ in it: they cannot
    /// become equal before it is gone, and fewer are kept at a time.
    mutating func apart(_ states: States, _ body: (inout SpaceAnalyzer, States) throws(Stop) -> States) throws(Stop) -> States {
        var groups: OrderedDictionary<[Shape], States> = [:]
        for (state, weight) in states { groups[state.shapes, default: [:]][state] = weight }
        var result: States = [:]
        for group in groups.values { try merge(try body(&self, group), into: &result) }
        return result
    }
}

extension AnalysisState {
    fileprivate func with(channels: Int) -> AnalysisState {
        var state = self
        let current = state.current
        state.shapes[state.shapes.count - 1] = Shape(height: current.height, width: current.width, channels: channels)
        return state
    }
}
