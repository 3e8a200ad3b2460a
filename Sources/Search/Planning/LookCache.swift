internal import CostModel
internal import NAS
internal import Support

/// What is known of an architecture without its graph.
struct Look {
    let architecture: Architecture
    let networkID: StableHash
    let candidateID: StableHash
    let estimates: BoardEstimates
}

/// Architectures and networks that were looked at before: a candidate is a pure function of its architecture, an estimate one
/// of its network, and building a large network takes longer than all the rest of a proposal.
struct LookCache {
    private var looks: Generations<Architecture, Look?>
    private var estimates: Generations<StableHash, BoardEstimates>

    init(capacity: Int = 1 << 15) {
        looks = Generations(capacity: capacity)
        estimates = Generations(capacity: capacity)
    }

    /// Nil if no network can be built from the architecture.
    mutating func look(at architecture: Architecture, space: any CandidateSpace, costs: CostFilter) -> Look? {
        if let known = looks[architecture] { return known }
        var look: Look?
        if let candidate = try? space.candidate(for: architecture) {
            let estimate = estimates[candidate.networkID] ?? costs.estimates(candidate)
            estimates[candidate.networkID] = estimate
            look = Look(
                architecture: architecture, networkID: candidate.networkID, candidateID: candidate.candidateID, estimates: estimate)
        }
        looks[architecture] = .some(look)
        return look
    }

    mutating func insert(_ look: Look) {
        looks[look.architecture] = look
        estimates[look.networkID] = look.estimates
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
