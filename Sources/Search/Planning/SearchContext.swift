public import NAS
internal import Support

/// What a strategy may know of architectures without training them: what they cost, whether they fit the budget and were tried
/// before. The same for a trial in every run with its seed.
public final class SearchContext {
    /// What the search is for, in the order of a trial's costs.
    public let objectives: [Objective]
    private let source: any CandidateProfiler
    /// The ids of trials of earlier sessions.
    private var past = PastIDs()
    /// The candidates of all others.
    private var taken: Set<StableHash> = []
    /// Their networks, where these are not one to one with the candidates.
    private var tried: Set<StableHash> = []
    /// Architectures of trials from number `firstKept` on; nil for trials that are not new, or whose result the strategy has learned.
    private var kept: [Architecture?] = []
    private var firstKept = 0
    private let hasTrainingChoices: Bool
    private var firstOpen = 0

    /// Creates the context of a search in which nothing was tried yet.
    public init(_ source: any CandidateProfiler, objectives: [Objective]) {
        self.source = source
        hasTrainingChoices = source.space.hasTrainingChoices
        self.objectives = objectives
    }

    /// The space that is searched.
    public var space: any CandidateSpace { source.space }

    /// Returns what is known of an architecture without training it; nil where no network can be built.
    public func profile(of architecture: Architecture) -> CandidateProfile? { source.profile(of: architecture) }

    /// Returns the `use` of an architecture's profile in less time, but for its last digits; nil where no network can be built.
    public func budgetUse(of architecture: Architecture) -> BudgetUse? { source.budgetUse(of: architecture) }

    /// Returns what a model of accuracies reads of an architecture; nil where no network can be built.
    public func features(of architecture: Architecture) -> ArchitectureFeatures? { source.features(of: architecture) }

    /// How many networks a proposal may score by proxy; 0 where there are no scores.
    public var proxiesEach: Int { source.proxiesEach }

    /// What is expected of an architecture's network without training it, higher being better; nil where nothing is known.
    public func proxy(of architecture: Architecture) -> Double? { source.proxy(of: architecture) }

    /// Whether no trial has this candidate.
    public func isNew(_ profile: CandidateProfile) -> Bool {
        !taken.contains(profile.candidateID) && !past.hasCandidate(profile.candidateID)
    }

    /// Whether no trial has this network, with whatever recipe.
    public func isNewNetwork(_ profile: CandidateProfile) -> Bool {
        guard hasTrainingChoices else { return isNew(profile) }
        return !tried.contains(profile.networkID) && !past.hasNetwork(profile.networkID)
    }

    /// Looks at an architecture; nil where it could not be a trial, for it breaks the budget, was tried before, or is no network.
    public func eligible(_ architecture: Architecture) -> CandidateProfile? {
        guard let profile = source.profile(of: architecture), profile.use.fits, isNew(profile) else { return nil }
        return profile
    }

    /// Architectures of trials that the strategy has been asked for, and has not learned the result of.
    public var pending: [Architecture] { kept[(firstOpen - firstKept)...].compactMap { $0 } }

    /// What a network costs on the run's first board, for each objective; nil where only training can tell.
    public func knownCosts(_ profile: CandidateProfile) -> [Double?] {
        objectives.map { objective in
            objective.isMeasured ? nil : objective.value(accuracy: nil, loss: nil, estimate: profile.estimates.first).map(objective.cost)
        }
    }

    // MARK: What the planner tells

    /// The ids of trials that are about to be taken in without them.
    func know(_ ids: PastIDs) { past = ids }

    /// - Parameter ids: nil where they are known already.
    func take(_ trial: Int, _ architecture: Architecture?, ids: (candidate: StableHash, network: StableHash)?) {
        precondition(trial == firstKept + kept.count, "trials are taken in their order")
        kept.append(architecture)
        guard let ids else { return }
        taken.insert(ids.candidate)
        if hasTrainingChoices { tried.insert(ids.network) }
    }

    func folded(_ trial: Int) {
        precondition(trial == firstOpen, "trials are folded in their order")
        kept[firstOpen - firstKept] = nil
        firstOpen += 1
        guard firstOpen - firstKept >= max(1024, kept.count / 2) else { return }
        kept.removeFirst(firstOpen - firstKept)
        firstKept = firstOpen
    }
}
