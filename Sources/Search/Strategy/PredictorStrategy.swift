internal import Foundation
internal import NAS
public import Support

/// Learns accuracies from the trials there are, and proposes what is expected to improve the front most.
///
/// In the line of BANANAS (White et al., AAAI 2021) and NPENAS (Wei et al., IEEE TNNLS 2022), with a Gaussian process over patterns of the
/// network's graph in place of an ensemble of neural networks, as in NAS-BOWL (Ru et al., ICLR 2021): on tables of known networks it
/// needs fewer trials (docs/search-strategies.md). Costs other than accuracy are not learnt; they are known.
public struct PredictorStrategy: Strategy {
    /// `predictor`, the name on the command line and in the store.
    public static let name = "predictor"

    /// How many candidates are sampled before accuracies are predicted; at least 1.
    public let initial: Int
    /// Whether scores by proxy count where the search has them.
    public let usesProxies: Bool
    private var trainingSet = TrainingSet()
    /// The front of the trials of the first rung that keep the budget: the whole front where all are of one fidelity.
    private var front = ParetoFront()

    static let settingNames = ["initial", "proxies"]

    /// Settings: `initial` 10, trials that are sampled before it has something to learn from; `proxies` 1, whether scores without
    /// training count where the search has them, or 0.
    public init(settings: StrategySettings) throws(Diagnostic) {
        try settings.allow(Self.settingNames)
        initial = try settings.whole("initial", in: 1...100_000, default: 10)
        usesProxies = try settings.whole("proxies", in: 0...1, default: 1) == 1
    }

    /// The values of `initial` and `proxies`.
    public var settings: [String: Double] { ["initial": Double(initial), "proxies": usesProxies ? 1 : 0] }

    /// Adds the trial to what the model learns from; one whose architecture the space does not have any more is left out.
    public mutating func tell(_ trial: FinishedTrial) {
        guard !trial.architecture.options.isEmpty else { return }
        trainingSet.append(trial)
        if trial.rung == 0, let costs = trial.costs, trial.excess == 0 {
            front.insert(ParetoFront.Member(trial: trial.number, costs: costs))
        }
    }

    /// Suggests what is expected to improve the front most; the first candidates, and those after four rejections, are sampled.
    public mutating func suggest(_ request: SuggestionRequest, using random: inout RandomStream) -> Suggestion {
        guard request.trial >= initial, request.attempt < 4, let found = improve(request, &random) else {
            let profile = request.trial < initial ? spread(request, &random) : request.context.sampleEligible(1, using: &random).first
            return Suggestion(profile?.architecture ?? request.space.sample(using: &random))
        }
        return Suggestion(found.profile.architecture, parent: found.parent)
    }

    private mutating func improve(_ request: SuggestionRequest, _ random: inout RandomStream) -> ImprovementSearch.Found? {
        let context = request.context
        guard let measured = context.objectives.firstIndex(where: \.isMeasured) else { return nil }
        let logError: ([Double]) -> Double = { context.objectives[measured].logError(of: $0[measured]) }
        // What cannot be chosen among more than a few is not worth a second model.
        let shortlist = usesProxies ? min(context.proxiesEach, Self.shortlist.most) : 0
        let readsProxies = shortlist >= Self.shortlist.least
        guard let models = trainingSet.model(context, pending: context.pending, readsProxies: readsProxies, value: logError) else {
            return nil
        }
        let samples = context.sampleEligible(ImprovementSearch.samples, using: &random)
        let known = standings(context.objectives[measured], measured, logError)
        let front = trainingSet.hasRungs ? ParetoFront(known.compactMap(\.member)) : front
        let points = front.members.map { member in
            FrontImprovement.Point(error: exp(logError(member.costs)), known: context.known(member.costs))
        }
        let search = ImprovementSearch(
            context: context, model: models.plain,
            improvement: FrontImprovement(front: points, reference: reference(points, known, samples, context, logError)))
        let ranked = search.ranked(samples: samples, parents: parents(known, front, by: measured), using: &random)
        guard let informed = models.informed else { return ranked.first }
        return search.best(of: ranked.prefix(shortlist), by: informed)
    }

    /// How many of the most promising networks are scored by proxy: at most `most`, and none where fewer than `least` may be.
    private static let shortlist = (least: 8, most: 32)

    /// What is known of a candidate by now.
    private struct Standing {
        let trial: FinishedTrial
        /// As after the longest training; nil where it failed.
        let costs: [Double]?

        /// The candidate as a member of a front; nil where it failed or breaks the budget.
        var member: ParetoFront.Member? {
            trial.excess == 0 ? costs.map { ParetoFront.Member(trial: trial.number, costs: $0) } : nil
        }
    }

    private func standings(_ objective: Objective, _ measured: Int, _ logError: ([Double]) -> Double) -> [Standing] {
        guard trainingSet.hasRungs else { return trainingSet.trials.map { Standing(trial: $0, costs: $0.costs) } }
        return zip(trainingSet.trials, trainingSet.levelled(by: logError)).map { trial, value in
            var costs = trial.costs
            if let value { costs?[measured] = objective.cost(ofLogError: value) } else { costs = nil }
            return Standing(trial: trial, costs: costs)
        }
    }

    /// The first trials are spread over what networks cost, from the cheapest to the dearest, for most samples are alike in that: of some
    /// samples it takes the one nearest to the place of its turn (van der Corput's sequence). Every other turn it takes the one with the
    /// best score by proxy among the nearest few.
    private func spread(_ request: SuggestionRequest, _ random: inout RandomStream) -> CandidateProfile? {
        let context = request.context
        let objectives = context.objectives.indices.filter { !context.objectives[$0].isMeasured }
        let scored = usesProxies && request.trial % 2 == 1 ? min(context.proxiesEach, Self.scoredSeeds) : 0
        guard !objectives.isEmpty else { return best(of: context.sampleEligible(max(scored, 1), using: &random), context) }
        let objective = objectives[request.trial % objectives.count]
        let places = context.sampleEligible(ImprovementSearch.samples, using: &random).compactMap { profile in
            context.knownCosts(profile)[objective].map { (profile: profile, place: log(max($0, 1e-12))) }
        }
        guard let low = places.map(\.place).min(), let high = places.map(\.place).max() else { return nil }
        var (turn, share, half) = (request.trial / objectives.count + 1, 0.0, 0.5)
        while turn > 0 {
            if turn % 2 == 1 { share += half }
            (turn, half) = (turn / 2, half / 2)
        }
        let target = low + (high - low) * share
        let nearest = places.enumerated().sorted { first, second in
            (abs(first.element.place - target), first.offset) < (abs(second.element.place - target), second.offset)
        }
        return best(of: nearest.prefix(max(scored, 1)).map(\.element.profile), context)
    }

    private static let scoredSeeds = 4

    /// Returns the candidate with the best score by proxy, of equals the first; one alone is not scored.
    private func best(of profiles: [CandidateProfile], _ context: SearchContext) -> CandidateProfile? {
        guard profiles.count > 1 else { return profiles.first }
        let scores = profiles.map { context.proxy(of: $0.architecture) ?? -.infinity }
        return profiles.indices.max { scores[$0] < scores[$1] }.map { profiles[$0] }
    }

    /// What is beyond counts for nothing: networks that are worse than most that were sampled, or dearer than all there are.
    private func reference(
        _ front: [FrontImprovement.Point], _ standings: [Standing], _ samples: [CandidateProfile], _ context: SearchContext,
        _ logError: ([Double]) -> Double
    ) -> FrontImprovement.Point {
        var known = samples.map { context.knownCosts($0).compactMap { $0 } } + front.map(\.known)
        known.removeAll { $0.count != context.objectives.count - context.measuredCount }
        guard let first = known.first, !first.isEmpty else {
            return FrontImprovement.Point(error: front.map(\.error).min() ?? 1, known: [])
        }
        let errors = standings.prefix(initial).compactMap { $0.costs.map(logError) }.sorted()
        let usual = errors.isEmpty ? 0 : errors[min(errors.count * 3 / 4, errors.count - 1)]
        let worst = first.indices.map { objective in known.map { $0[objective] }.max() ?? 0 }
        return FrontImprovement.Point(error: exp(usual), known: worst.map { $0 + abs($0) * 1e-3 })
    }

    /// The front, and the best by what is measured.
    private func parents(_ standings: [Standing], _ front: ParetoFront, by measured: Int) -> [FinishedTrial] {
        let usable = standings.filter { $0.costs != nil && $0.trial.excess == 0 }
        let best = usable.sorted { left, right in
            (left.costs?[measured] ?? .infinity, left.trial.number) < (right.costs?[measured] ?? .infinity, right.trial.number)
        }.prefix(5).map(\.trial)
        let leading = usable.map(\.trial).filter { trial in
            front.contains(trial: trial.number) && !best.contains { $0.number == trial.number }
        }
        // Spread over the front where it is large.
        return best + leading.thinned(to: Self.parents)
    }

    private static let parents = 12
}

extension Objective {
    /// The logarithm of the error: where errors are small, a share of them counts as much as where they are large.
    fileprivate func logError(of cost: Double) -> Double { log(max(isMaximised ? 1 + cost : cost, 1e-3)) }

    fileprivate func cost(ofLogError value: Double) -> Double { isMaximised ? exp(value) - 1 : exp(value) }
}

extension SearchContext {
    fileprivate var measuredCount: Int { objectives.count { $0.isMeasured } }

    /// Those of a trial's costs that were known before it was trained.
    fileprivate func known(_ costs: [Double]) -> [Double] {
        zip(objectives, costs).filter { !$0.0.isMeasured }.map(\.1)
    }
}
