import OrderedCollections
import Support

/// What an analysis may take: it is to end in about a second.
enum AnalysisLimit {
    /// Combinations of shapes and options that are kept apart at one place.
    case states
    /// Operations that are built, of layers that are tried behind each shape with each option, and what comes with it.
    case work

    static let mostStates = 50_000
    static let mostWork = 750_000
}

extension SpaceAnalyzer {
    /// Says which limit was passed, where, and the decisions whose options are kept apart there.
    func diagnostic(_ limit: AnalysisLimit, at layer: Layer, among states: States) -> Diagnostic {
        let problem =
            switch limit {
            case .states: "more than \(AnalysisLimit.mostStates) combinations of shapes and options have to be kept apart here"
            case .work:
                "more than \(AnalysisLimit.mostWork) operations have to be tried, behind different shapes and with different options"
            }
        let names = entangled(at: layer, among: states).map {
            "\(space.decisions[$0].name) (\(Plural.count(space.decisions[$0].options.count, "option")))"
        }
        return space.source.diagnostic(
            "the space is too entangled to be checked: \(problem)", at: layer.location, path: layer.path,
            hint: (names.isEmpty ? "" : "they come of \(names.joined(separator: ", ")); ")
                + "give such decisions fewer options, or make one of several under choices:")
    }

    /// The decisions with the most options among states, and in the layer they have reached.
    private func entangled(at layer: Layer, among states: States) -> [Int] {
        var seen = [Set<Int32>](repeating: [], count: space.decisions.count)
        let step = max(1, states.count / 1000)
        for index in stride(from: 0, to: states.count, by: step) {
            let weight = states.elements[index].value
            for end in [weight.least, weight.most] {
                for (decision, option) in trails.options(end.trail, decisions: space.decisions.count).enumerated() where option >= 0 {
                    seen[decision].insert(option)
                }
            }
        }
        if case .leaf(let leaf) = layer.kind {
            for value in leaf.values { value.forEachDecision { seen[$0].formUnion(0..<space.optionCounts[$0]) } }
        }
        let open = seen.indices.filter { seen[$0].count > 1 }
        return open.sorted { (seen[$1].count, $0) < (seen[$0].count, $1) }.prefix(4).sorted()
    }
}
