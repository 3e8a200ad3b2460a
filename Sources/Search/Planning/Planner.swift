internal import DequeModule
internal import NAS
internal import Support

/// Decides what trial i is, from the results of trials 0 ... i - lookahead - 1 and the ids of all before i, and from
/// nothing else: not from time, workers or interruptions.
struct Planner {
    struct Settings {
        let seed: UInt64
        let lookahead: Int
        let fidelity: Fidelity
        var reduction = 3
        var budget: TrainingBudget
        /// Suggestions for one trial before the space itself is walked.
        var attempts = 48
        /// Suggestions over the budget for one trial from which on repair is tried.
        var repairFrom = 6

        /// - Parameter budget: nil for one fidelity, and no end.
        init(seed: UInt64, lookahead: Int, fidelity: Fidelity, reduction: Int = 3, budget: TrainingBudget? = nil) {
            (self.seed, self.lookahead, self.fidelity, self.reduction) = (seed, lookahead, fidelity, reduction)
            self.budget = budget ?? TrainingBudget(fidelity: fidelity)
        }
    }

    enum Step {
        case proposal(Proposal)
        /// A trial whose result has to be known has none yet.
        case waiting
        case exhausted(Exhaustion)
        /// The search has had its share of the training, and all its results are known.
        case spent
    }

    let settings: Settings
    let context: SearchContext
    private(set) var nextTrial = 0
    /// What the search has taken of its budget, trials under way among it.
    private(set) var spent = 0
    /// How many candidates it has had.
    var candidates = 0
    var strategy: any Strategy
    private(set) var promotions: Promotions
    /// Those that are not folded yet, the next to be folded first; nil where there is none yet.
    private var results: Deque<FinishedTrial?> = []
    private var folded = 0
    var walk: SpaceWalk?
    var firstArchitecture: Architecture?
    private var isExhausted = false
    private var exhaustion: Exhaustion?

    init(settings: Settings, context: SearchContext, strategy: any Strategy) {
        self.settings = settings
        self.context = context
        self.strategy = strategy
        promotions = Promotions(rungs: settings.budget.top, reduction: settings.reduction)
    }

    var space: any CandidateSpace { context.space }

    // MARK: What is known

    /// Takes in a trial that was proposed in an earlier session, in the order of their numbers. `SearchContext.know` takes in its ids.
    mutating func restore(_ trial: PastTrial) {
        precondition(trial.number == nextTrial, "trials are restored in their order")
        if trial.origin == .completion { isExhausted = true }
        let rung = settings.budget.rung(of: trial.fidelity) ?? settings.budget.top
        take(
            trial.architecture, parent: trial.parent, rung: rung, isNew: trial.origin.isNew, isRetry: trial.replicate > 0, ids: nil)
    }

    /// Takes in a result, in whatever order they come; strategy and promotions see them in the order of their numbers.
    mutating func record(_ result: FinishedTrial) {
        precondition(result.number >= folded && result.number < nextTrial)
        results[result.number - folded] = result
        // What the trials that there are were allowed to see, they have seen.
        while folded < nextTrial - 1 - settings.lookahead, fold() {}
    }

    /// Whether a trial below the run's fidelity may still go on, as far as that is known.
    mutating func likelyToGoOn() -> Set<Int> {
        guard settings.budget.top > 0 else { return [] }
        return Set(promotions.likely()).union(folded..<nextTrial)
    }

    private mutating func take(
        _ architecture: Architecture?, parent: Int?, rung: Int, isNew: Bool, isRetry: Bool,
        ids: (candidate: StableHash, network: StableHash)?
    ) {
        // Of a candidate that goes on something is known already.
        context.take(nextTrial, isNew ? architecture : nil, ids: ids)
        if firstArchitecture == nil { firstArchitecture = architecture }
        if rung > 0, let parent { promotions.promote(parent, from: rung - 1) }
        if isNew, !isRetry { candidates += 1 }
        // What failed has taken it already.
        if !isRetry { spent += settings.budget.cost(ofRung: rung) }
        results.append(nil)
        nextTrial += 1
    }

    /// The next result. False where it is not there yet.
    private mutating func fold() -> Bool {
        guard let first = results.first, let result = first else { return false }
        results.removeFirst()
        strategy.tell(result)
        promotions.tell(result)
        context.folded(folded)
        folded += 1
        return true
    }

    // MARK: What comes next

    /// What the next trial is.
    mutating func next() -> Step {
        guard spent < settings.budget.search else { return foldAll() ? .spent : .waiting }
        while folded < nextTrial - settings.lookahead { guard fold() else { return .waiting } }
        if !isExhausted {
            if let member = promotions.next(), let proposal = promotion(of: member, .promotion) { return .proposal(proposal) }
            var rejections = Rejections()
            if let found = findCandidate(&rejections) { return .proposal(proposal(found, rung: 0, rejections)) }
            isExhausted = true
        }
        return goOn()
    }

    /// There is nothing new to propose: what is left of the budget is for those that have not gone on, each seen with all results.
    private mutating func goOn() -> Step {
        guard settings.budget.top == 0 || foldAll() else { return .waiting }
        if let member = promotions.rest(), let proposal = promotion(of: member, .completion) { return .proposal(proposal) }
        if exhaustion == nil {
            // A run that was resumed here has not walked yet.
            if walk == nil { _ = walkOn() }
            exhaustion = walk?.isComplete == true ? .everythingTried : .nothingNewFound(draws: settings.attempts + SpaceWalk.limit)
        }
        return .exhausted(exhaustion ?? .everythingTried)
    }

    /// False where results are missing.
    private mutating func foldAll() -> Bool {
        while folded < nextTrial { guard fold() else { return false } }
        return true
    }

    /// The next rung of a trial. Nil where its network cannot be built any more.
    private mutating func promotion(of member: Promotions.Member, _ origin: Proposal.Origin) -> Proposal? {
        guard let profile = context.profile(of: member.architecture) else { return nil }
        return proposal(Found(profile: profile, parent: member.trial, origin: origin), rung: member.rung + 1, Rejections(draws: 0))
    }

    /// Tries again what failed, as another trial, which takes nothing of the budget. Nil where that is no network of the space any more, or
    /// breaks the budget now.
    mutating func retry(_ failed: TrialRecord, _ architecture: Architecture) -> Proposal? {
        guard let profile = context.profile(of: architecture), profile.candidateID == failed.candidateID, profile.use.fits else {
            return nil
        }
        let proposal = Proposal(
            profile, trial: nextTrial, parent: failed.parent, choices: space.choices(of: architecture), fidelity: failed.fidelity,
            replicate: failed.replicate + 1, origin: failed.origin, rejections: Rejections(draws: 0))
        let rung = settings.budget.rung(of: failed.fidelity) ?? settings.budget.top
        take(
            architecture, parent: failed.parent, rung: rung, isNew: failed.origin.isNew, isRetry: true,
            ids: (profile.candidateID, profile.networkID))
        return proposal
    }

    private mutating func proposal(_ found: Found, rung: Int, _ rejections: Rejections) -> Proposal {
        let profile = found.profile
        let proposal = Proposal(
            profile, trial: nextTrial, parent: found.parent, choices: space.choices(of: profile.architecture),
            fidelity: settings.fidelity.with(count: settings.budget.rungs[rung]), replicate: 0, origin: found.origin,
            rejections: rejections)
        take(
            profile.architecture, parent: found.parent, rung: rung, isNew: found.origin.isNew, isRetry: false,
            ids: (profile.candidateID, profile.networkID))
        return proposal
    }
}

/// Why there is nothing more to propose.
public enum Exhaustion: Sendable, Hashable {
    /// Every network of the space that fits the budget has been tried.
    case everythingTried
    /// The space is too large to be gone through whole, and nothing new was found in this many candidates.
    case nothingNewFound(draws: Int)
}
