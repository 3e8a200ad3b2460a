public import Support

/// NSGA-II (Deb et al., IEEE Transactions on Evolutionary Computation 6, 2002), in its steady state (Durillo et al., "On the effect of
/// the steady-state selection scheme in multi-objective genetic algorithms", EMO 2009): each finished trial joins the population, and
/// the last in the order of fronts and crowding leaves it. A child is crossed from two parents, each the better of two that are drawn,
/// and mutated.
///
/// Constrained dominance (section VI): a network in the budget goes before one that breaks it, and of those the one that breaks it
/// less. New proposals are in the budget anyway.
public struct NSGA2Strategy: Strategy {
    /// `nsga2`, the name on the command line and in the store.
    public static let name = "nsga2"

    /// How many trials are kept to choose parents from; at least 2.
    public let population: Int
    private var members: [FinishedTrial] = []
    /// The fronts and the crowding of the members.
    private var ranks = ParetoRanks([])

    /// Settings: `population` 10, at least 2.
    public init(settings: StrategySettings) throws(Diagnostic) {
        try settings.allow(["population"])
        population = try settings.whole("population", in: 2...10_000, default: 10)
    }

    /// The value of `population`.
    public var settings: [String: Double] { ["population": Double(population)] }

    /// Takes the trial into the population, which the last in order then leaves; failed and promoted trials are left out.
    public mutating func tell(_ trial: FinishedTrial) {
        guard trial.rung == 0, trial.costs != nil else { return }
        members.append(trial)
        rank()
        guard members.count > population else { return }
        // Of equals the oldest leaves.
        var last = 0
        for index in members.indices where ranks.precedes(last, index) { last = index }
        members.remove(at: last)
        rank()
    }

    /// Samples the space until the population is full; then crosses two parents and mutates their child.
    public func suggest(_ request: SuggestionRequest, using random: inout RandomStream) -> Suggestion {
        guard members.count == population else { return Suggestion(request.space.sample(using: &random)) }
        let (first, second) = (tournament(using: &random), tournament(using: &random))
        var child = first.architecture
        if random.nextInt(below: 10) < 9 { child = request.space.crossover(child, second.architecture, using: &random) }
        for _ in 0...(request.attempt / 8) { child = request.space.mutate(child, using: &random) }
        return Suggestion(child, parent: first.number)
    }

    private func tournament(using random: inout RandomStream) -> FinishedTrial {
        let (first, second) = (random.nextInt(below: members.count), random.nextInt(below: members.count))
        return members[ranks.precedes(second, first) ? second : first]
    }

    private mutating func rank() {
        let costs = members.map { $0.costs ?? [] }
        ranks = ParetoRanks(costs) { first, second in
            let (left, right) = (members[first].excess, members[second].excess)
            return left == right ? ParetoFront.dominates(costs[first], costs[second]) : left < right
        }
    }
}
