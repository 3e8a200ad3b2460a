/// The trials that no other trial beats: no other is at least as good in every objective and better in one. Of trials
/// with equal costs the earliest stands for all, so that the front is a function of the set of trials, in whatever order
/// they came.
public struct ParetoFront: Sendable, Hashable {
    public struct Member: Sendable, Hashable, Codable {
        public let trial: Int
        /// One for each objective, all minimised.
        public let costs: [Double]

        public init(trial: Int, costs: [Double]) {
            self.trial = trial
            self.costs = costs
        }
    }

    /// What adding a trial did.
    public struct Change: Sendable, Hashable {
        public let joined: Bool
        /// Trials that are not on the front any more.
        public let left: [Int]
    }

    /// By costs, the first objective first, then by trial.
    public private(set) var members: [Member] = []

    public init() {}

    public init(_ members: some Sequence<Member>) {
        for member in members { insert(member) }
    }

    /// Adds a trial. O(front).
    @discardableResult
    public mutating func insert(_ candidate: Member) -> Change {
        precondition(candidate.costs.allSatisfy(\.isFinite), "costs on a front are finite")
        for member in members {
            precondition(member.costs.count == candidate.costs.count, "all trials of a front have the same objectives")
            if member.trial == candidate.trial { return Change(joined: true, left: []) }
            if member.costs == candidate.costs {
                guard candidate.trial < member.trial else { return Change(joined: false, left: []) }
            } else if Self.dominates(member.costs, candidate.costs) {
                return Change(joined: false, left: [])
            }
        }
        var left: [Int] = []
        members.removeAll { member in
            let goes = member.costs == candidate.costs || Self.dominates(candidate.costs, member.costs)
            if goes { left.append(member.trial) }
            return goes
        }
        let place = members.firstIndex { Self.precedes(candidate, $0) } ?? members.endIndex
        members.insert(candidate, at: place)
        return Change(joined: true, left: left)
    }

    public func contains(trial: Int) -> Bool { members.contains { $0.trial == trial } }

    /// Volume that the front dominates below a reference point; exact.
    public func hypervolume(reference: [Double]) -> Double { Hypervolume.volume(of: members.map(\.costs), reference: reference) }

    /// At least as good in every objective, and better in one.
    public static func dominates(_ left: [Double], _ right: [Double]) -> Bool {
        var better = false
        for index in left.indices {
            if left[index] > right[index] { return false }
            if left[index] < right[index] { better = true }
        }
        return better
    }

    private static func precedes(_ left: Member, _ right: Member) -> Bool {
        for index in left.costs.indices where left.costs[index] != right.costs[index] { return left.costs[index] < right.costs[index] }
        return left.trial < right.trial
    }
}
