internal import NAS
public import Support

/// Aging evolution (Real et al., "Regularized evolution for image classifier architecture search", AAAI 2019,
/// algorithm 1): the population is the last `population` trials that did not fail; a tournament of `sample` of them, drawn
/// without replacement, gives the parent; its child differs in one decision. Until the population is full, architectures
/// are sampled.
///
/// With one objective the best of the tournament wins. With several, one tournament in two is for the first objective
/// alone, and in the other those that no other of the tournament dominates are equally good: one of them is drawn. So the
/// search presses for accuracy and still serves the whole front.
///
/// A suggestion that is asked for again and again (its neighbours were all tried, or break the budget) is mutated in more
/// decisions, one more for every eight rejections.
public struct EvolutionStrategy: Strategy {
    /// `evolution`, the name on the command line and in the store.
    public static let name = "evolution"

    /// How many of the latest trials may become parents; at least 1.
    public let population: Int
    /// How many members of the population are drawn for a tournament; 1 to the population.
    public let sample: Int
    /// The oldest is replaced: slot `count % population`.
    private var ring: [Member] = []
    private var count = 0

    private struct Member: Sendable {
        let trial: Int
        let architecture: Architecture
        let costs: [Double]
    }

    /// Settings: `population` 20, at least 1; `sample`, 1 to the population, a quarter of it unless given.
    public init(settings: StrategySettings) throws(Diagnostic) {
        try settings.allow(["population", "sample"])
        population = try settings.whole("population", in: 1...100_000, default: 20)
        sample = try settings.whole("sample", in: 1...population, default: min(max(population / 4, 1), population))
    }

    /// The values of `population` and `sample`.
    public var settings: [String: Double] { ["population": Double(population), "sample": Double(sample)] }

    /// Takes the trial into the population, in the place of the oldest where that is full; failed and promoted trials are left out.
    public mutating func tell(_ trial: FinishedTrial) {
        guard trial.rung == 0, let costs = trial.costs else { return }
        let member = Member(trial: trial.number, architecture: trial.architecture, costs: costs)
        if ring.count < population { ring.append(member) } else { ring[count % population] = member }
        count += 1
    }

    /// Samples the space until the population is full; then mutates the winner of a tournament.
    public func suggest(_ request: SuggestionRequest, using random: inout RandomStream) -> Suggestion {
        guard ring.count == population else { return Suggestion(request.space.sample(using: &random)) }
        let parent = tournament(using: &random)
        var child = parent.architecture
        for _ in 0...(request.attempt / 8) { child = request.space.mutate(child, using: &random) }
        return Suggestion(child, parent: parent.trial)
    }

    private func tournament(using random: inout RandomStream) -> Member {
        let drawn = random.draw(sample, from: ring)
        let firstOnly = drawn[0].costs.count == 1 || random.nextInt(below: 2) == 0
        let best = drawn.filter { member in
            !drawn.contains { firstOnly ? $0.costs[0] < member.costs[0] : ParetoFront.dominates($0.costs, member.costs) }
        }.sorted { $0.trial < $1.trial }
        return best[best.count == 1 ? 0 : random.nextInt(below: best.count)]
    }
}
