internal import NAS
internal import Support

/// Decides what trial i is, from the results of trials 0 ... i - lookahead - 1 and the ids of all trials before i, and from
/// nothing else: not from time, workers or interruptions.
struct Planner {
    struct Settings {
        let seed: UInt64
        let lookahead: Int
        let fidelity: Fidelity
        /// Suggestions for one trial before the space itself is walked.
        var attempts = 48
        /// Suggestions over the budget for one trial from which on repair is tried.
        var repairFrom = 6
    }

    enum Step {
        case proposal(Proposal)
        /// Trial `next - lookahead - 1` has no result yet.
        case waiting
        case exhausted(Exhaustion)
    }

    let settings: Settings
    let outlook: Outlook
    private(set) var nextTrial = 0
    private var strategy: any Strategy
    private var results: [Int: FinishedTrial] = [:]
    private var folded = 0
    private var walk: SpaceWalk?
    private var firstArchitecture: Architecture?
    private var exhaustion: Exhaustion?

    init(settings: Settings, outlook: Outlook, strategy: any Strategy) {
        self.settings = settings
        self.outlook = outlook
        self.strategy = strategy
    }

    private var space: any CandidateSpace { outlook.space }

    /// Takes in a trial that was proposed in an earlier session. In order.
    ///
    /// - Parameter look: nil where the architecture is not of this space, or its estimates are not known.
    mutating func restore(trial: Int, architecture: Architecture?, candidateID: StableHash, networkID: StableHash, look: Look?) {
        precondition(trial == nextTrial, "trials are restored in their order")
        outlook.take(trial, architecture, candidateID: candidateID, networkID: networkID)
        if let look { outlook.remember(look) }
        if firstArchitecture == nil { firstArchitecture = architecture }
        nextTrial += 1
    }

    /// Takes in a result, in whatever order they come; the strategy sees them in the order of their numbers.
    mutating func record(_ result: FinishedTrial) {
        precondition(result.number >= folded && result.number < nextTrial)
        results[result.number] = result
    }

    /// What the next trial is.
    mutating func next() -> Step {
        if let exhaustion { return .exhausted(exhaustion) }
        while folded < nextTrial - settings.lookahead {
            guard let result = results.removeValue(forKey: folded) else { return .waiting }
            strategy.fold(result)
            outlook.folded(folded)
            folded += 1
        }
        let step = propose(nextTrial)
        switch step {
        case .proposal(let proposal):
            outlook.take(
                proposal.trial, proposal.architecture, candidateID: proposal.candidateID, networkID: proposal.networkID)
            if firstArchitecture == nil { firstArchitecture = proposal.architecture }
            nextTrial += 1
        case .exhausted(let found): exhaustion = found
        case .waiting: break
        }
        return step
    }

    // MARK: One proposal

    private struct Found {
        let look: Look
        let parent: Int?
        let origin: Proposal.Origin
    }

    private mutating func propose(_ trial: Int) -> Step {
        var rejections = Rejections()
        guard let found = draw(trial, &rejections) ?? sample(trial) ?? walkOn(trial) else {
            return .exhausted(walk?.isComplete == true ? .everythingTried : .nothingNewFound(draws: rejections.draws + SpaceWalk.limit))
        }
        return .proposal(
            Proposal(
                trial: trial, parent: found.parent, architecture: found.look.architecture,
                choices: space.choices(of: found.look.architecture), networkID: found.look.networkID,
                candidateID: found.look.candidateID, fidelity: settings.fidelity, replicate: 0, estimates: found.look.estimates,
                origin: found.origin, rejections: rejections))
    }

    private mutating func draw(_ trial: Int, _ rejections: inout Rejections) -> Found? {
        for attempt in 0..<settings.attempts {
            var random = RandomStream(seed: settings.seed, trial: UInt64(trial), purpose: .proposal, index: UInt32(attempt))
            let suggestion = strategy.suggest(SuggestionRequest(trial: trial, attempt: attempt, outlook: outlook), using: &random)
            guard let look = look(at: suggestion.architecture, &rejections) else { continue }
            if look.use.fits { return Found(look: look, parent: suggestion.parent, origin: .strategy) }
            rejections.overBudget += 1
            guard rejections.overBudget >= settings.repairFrom else { continue }
            if let repaired = repair(look.architecture, trial, attempt, &rejections) {
                return Found(look: repaired, parent: suggestion.parent, origin: .repair)
            }
        }
        return nil
    }

    /// What an architecture is; nil, and counted, if no network can be built from it, or its candidate was tried before.
    private mutating func look(at architecture: Architecture, _ rejections: inout Rejections) -> Look? {
        rejections.draws += 1
        guard let look = outlook.look(at: architecture) else {
            rejections.invalid += 1
            return nil
        }
        guard outlook.isNew(look) else {
            rejections.duplicates += 1
            return nil
        }
        return look
    }

    /// Goes down towards the budget, one decision a step, looking at a few random neighbours in each; of the first step
    /// with neighbours that fit, the one that uses most of the budget is taken: it is the closest to what was suggested.
    private mutating func repair(_ start: Architecture, _ trial: Int, _ attempt: Int, _ rejections: inout Rejections) -> Look? {
        var random = RandomStream(seed: settings.seed, trial: UInt64(trial), purpose: .repair, index: UInt32(attempt))
        var place = start
        var placeRatio = Double.infinity
        for _ in 0..<Self.repairSteps {
            var neighbours = space.neighbours(of: place)
            random.shuffle(&neighbours)
            var best: (architecture: Architecture, ratio: Double)?
            var fitting: (look: Look, ratio: Double)?
            for neighbour in neighbours.prefix(Self.repairNeighbours) {
                guard let use = outlook.budgetUse(of: neighbour) else { continue }
                let ratio = use.ratio
                if use.fits {
                    guard let look = look(at: neighbour, &rejections), look.use.fits else { continue }
                    if fitting.map({ ratio > $0.ratio }) ?? true { fitting = (look, ratio) }
                } else {
                    rejections.draws += 1
                    rejections.overBudget += 1
                    if best.map({ ratio < $0.ratio }) ?? true { best = (neighbour, ratio) }
                }
            }
            if let fitting { return fitting.look }
            guard let best, best.ratio < placeRatio else { return nil }
            place = best.architecture
            placeRatio = best.ratio
        }
        return nil
    }

    private static let repairSteps = 24
    private static let repairNeighbours = 16

    /// Nothing new was drawn: looks for what the strategy cannot reach.
    private func sample(_ trial: Int) -> Found? {
        var random = RandomStream(seed: settings.seed, trial: UInt64(trial), purpose: .repair, index: UInt32(settings.attempts))
        return outlook.sampleEligible(1, using: &random).first.map { Found(look: $0, parent: nil, origin: .walk) }
    }

    /// Nothing new was sampled either: goes through the space in an order of its own, as far as is bounded. What it meets is not
    /// counted as rejected, for a resumed run starts its walk anew.
    private mutating func walkOn(_ trial: Int) -> Found? {
        if walk == nil {
            var random = RandomStream(seed: settings.seed, purpose: .repair)
            walk = SpaceWalk(space: space, from: firstArchitecture ?? space.sample(using: &random))
        }
        while let architecture = walk?.next() {
            let fits = outlook.budgetUse(of: architecture)?.fits ?? false
            walk?.judged(architecture, fits: fits)
            if fits, let look = outlook.eligible(architecture) { return Found(look: look, parent: nil, origin: .walk) }
        }
        return nil
    }
}

/// Why there is nothing more to propose.
public enum Exhaustion: Sendable, Hashable {
    /// Every network of the space that fits the budget has been tried.
    case everythingTried
    /// The space is too large to be gone through whole, and nothing new was found in this many candidates.
    case nothingNewFound(draws: Int)
}
