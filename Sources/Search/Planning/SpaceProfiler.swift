internal import CostModel
public import NAS
internal import NetworkGraph
internal import Support

/// Profiles a space's architectures by building their networks, and remembers what it found: a candidate is a pure function of its
/// architecture, an estimate one of its network, and building a large network takes longer than all the rest of a proposal.
public final class SpaceProfiler: CandidateProfiler {
    /// The space that the architectures are of.
    public let space: any CandidateSpace
    private let costs: CostFilter
    private let proxies: (any ProxySource)?
    private var profiles = Generations<Architecture, CandidateProfile?>(capacity: 1 << 15)
    private var estimates = Generations<StableHash, BoardEstimates>(capacity: 1 << 15)
    /// Far fewer: they are larger, and only those that a model chooses among are asked for.
    private var features = Generations<Architecture, ArchitectureFeatures?>(capacity: 1 << 12)
    /// The networks of the latest profiles, for features that are asked for next.
    private var graphs = Generations<Architecture, InferredGraph>(capacity: 1 << 9)
    private var scores = Generations<StableHash, Double?>(capacity: 1 << 12)
    private var estimator: BatchEstimator

    /// Creates a profiler that remembers nothing yet.
    ///
    /// - Parameters:
    ///   - space: where the architectures are from.
    ///   - costs: the cost models, and the budgets that networks have to keep.
    ///   - proxies: scores networks without training; nil for no scores.
    public init(space: any CandidateSpace, costs: CostFilter, proxies: (any ProxySource)? = nil) {
        self.space = space
        self.costs = costs
        self.proxies = proxies
        estimator = BatchEstimator(space: space, costs: costs)
    }

    /// Returns what is known of an architecture without training it; nil where no network can be built.
    public func profile(of architecture: Architecture) -> CandidateProfile? {
        if let known = profiles[architecture] { return known }
        let profile = (try? space.candidate(for: architecture)).map { candidate in
            let estimate = estimates[candidate.networkID] ?? costs.estimates(candidate)
            estimates[candidate.networkID] = estimate
            graphs[architecture] = candidate.graph
            return CandidateProfile(
                architecture: architecture, networkID: candidate.networkID, candidateID: candidate.candidateID, estimates: estimate,
                use: BudgetUse(costs.judge(estimate)))
        }
        profiles[architecture] = .some(profile)
        return profile
    }

    /// Returns the use of the budget, without building the network where the space allows that; nil where no network can be built.
    public func budgetUse(of architecture: Architecture) -> BudgetUse? {
        if let known = profiles[architecture] { return known?.use }
        return estimator.estimates(architecture).map { BudgetUse(costs.judge($0)) }
    }

    /// Returns what a model of accuracies reads of an architecture; nil where no network can be built.
    public func features(of architecture: Architecture) -> ArchitectureFeatures? {
        if let known = features[architecture] { return known }
        let graph = graphs[architecture] ?? (try? space.candidate(for: architecture))?.graph
        let found = graph.map { ArchitectureFeatures(architecture, graph: $0) }
        features[architecture] = .some(found)
        return found
    }

    /// How many networks may be scored by proxy for one proposal; 0 where there are no scores.
    public var proxiesEach: Int { proxies?.networksEach ?? 0 }

    /// Returns the score by proxy of an architecture's network; nil where there are no scores, or no network can be built.
    public func proxy(of architecture: Architecture) -> Double? {
        guard let proxies, let profile = profile(of: architecture) else { return nil }
        if let known = scores[profile.networkID] { return known }
        guard let candidate = try? space.candidate(for: architecture) else { return nil }
        let score = proxies.score(candidate)
        scores[profile.networkID] = .some(score)
        return score
    }
}

/// A dictionary that forgets: when it is full, what was not asked for since it last was full goes.
private struct Generations<Key: Hashable, Value> {
    private var current: [Key: Value] = [:]
    private var previous: [Key: Value] = [:]
    private let capacity: Int

    init(capacity: Int) { self.capacity = capacity }

    subscript(key: Key) -> Value? {
        mutating get {
            if let value = current[key] { return value }
            guard let value = previous[key] else { return nil }
            set(key, value)
            return value
        }
        set {
            if let newValue { set(key, newValue) }
        }
    }

    private mutating func set(_ key: Key, _ value: Value) {
        if current.count >= capacity {
            previous = current
            current = [:]
        }
        current[key] = value
    }
}
