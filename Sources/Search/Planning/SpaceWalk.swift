internal import NAS

/// Goes through a space from one architecture along changes of one decision, which connect all of it. Networks that fit
/// the budget are expanded before those that do not, since what fits lies together. Its place is a cache: a walk from
/// the start meets the same architectures in the same order.
struct SpaceWalk {
    /// How many architectures it visits at most.
    static let limit = 60_000

    private let space: any CandidateSpace
    private var fitting: [Architecture] = []
    private var others: [Architecture] = []
    private var nextFitting = 0
    private var nextOther = 0
    private var pending: [Architecture]
    private var met: Set<Architecture>
    private var visited = 0
    /// Whether all of the space was visited.
    private(set) var isComplete = false

    init(space: any CandidateSpace, from start: Architecture) {
        self.space = space
        pending = [start]
        met = [start]
    }

    /// The next architecture to judge; nil at the end of the space, or of the bound. Each must be given to `judged`.
    mutating func next() -> Architecture? {
        while visited < Self.limit {
            if let architecture = pending.popLast() {
                visited += 1
                return architecture
            }
            let place: Architecture
            if nextFitting < fitting.count {
                place = fitting[nextFitting]
                nextFitting += 1
            } else if nextOther < others.count {
                place = others[nextOther]
                nextOther += 1
            } else {
                isComplete = true
                return nil
            }
            // Reversed: they are taken from the end.
            for neighbour in space.neighbours(of: place).reversed() where met.insert(neighbour).inserted { pending.append(neighbour) }
        }
        return nil
    }

    mutating func judged(_ architecture: Architecture, fits: Bool) {
        if fits { fitting.append(architecture) } else { others.append(architecture) }
    }
}
