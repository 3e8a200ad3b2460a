internal import NAS
public import Support

/// Local search (White et al., "Exploring the loss landscape in neural architecture search", UAI 2021): from a sampled architecture
/// to the first neighbour that is better, and on from there; where none is, from another sample.
///
/// With several objectives it is Pareto local search (Paquete, Chiarandini and Stuetzle, "Pareto local optimum sets in the biobjective
/// traveling salesman problem", 2004): a descent keeps all that no other of it dominates, and goes on from each.
public struct LocalSearchStrategy: Strategy {
    /// `local`, the name on the command line and in the store.
    public static let name = "local"
    /// Empty: it has no settings.
    public let settings: [String: Double] = [:]

    /// What the descent has found, and nothing beats.
    private var descent = ParetoFront()
    private var architectures: [Int: Architecture] = [:]
    /// Whether a neighbour has been tried yet.
    private var hasBegun = false

    /// It has no settings.
    public init(settings: StrategySettings) throws(Diagnostic) { try settings.allow([]) }

    /// Adds the trial to the descent, or begins another with it; failed and promoted trials, and those over the budget, are left out.
    public mutating func tell(_ trial: FinishedTrial) {
        guard trial.rung == 0, let costs = trial.costs, trial.excess == 0 else { return }
        if trial.parent == nil {
            // Samples are asked for when a descent is at its end; several of them are one start.
            if hasBegun { (descent, architectures, hasBegun) = (ParetoFront(), [:], false) }
        } else {
            hasBegun = true
        }
        let change = descent.insert(ParetoFront.Member(trial: trial.number, costs: costs))
        if change.joined { architectures[trial.number] = trial.architecture }
        for left in change.left { architectures[left] = nil }
    }

    /// Suggests an untried neighbour within the budget of what the descent has found, the latest first; where there is none, a sample.
    public func suggest(_ request: SuggestionRequest, using random: inout RandomStream) -> Suggestion {
        // The latest first: with one objective it is the best.
        for trial in architectures.keys.sorted(by: >) {
            guard let architecture = architectures[trial] else { continue }
            var neighbours = request.space.neighbours(of: architecture)
            random.shuffle(&neighbours)
            if let next = neighbours.first(where: { request.context.eligible($0) != nil }) { return Suggestion(next, parent: trial) }
        }
        return Suggestion(request.space.sample(using: &random))
    }
}
