/// The trials that no other trial beats: no other is at least as good in every objective and better in one. Of trials
/// with equal costs the earliest stands for all, so that the front is a function of the set of trials, in whatever order
/// they came.
public struct ParetoFront: Sendable, Hashable {
    /// A trial with its costs.
    public struct Member: Sendable, Hashable, Codable {
        /// The trial's number.
        public let trial: Int
        /// One finite cost for each objective, all minimised.
        public let costs: [Double]

        /// Creates a member from a trial's number and its costs.
        public init(trial: Int, costs: [Double]) {
            self.trial = trial
            self.costs = costs
        }
    }

    /// What adding a trial did.
    public struct Change: Sendable, Hashable {
        /// Whether the trial is on the front now.
        public let joined: Bool
        /// Trials that are not on the front any more.
        public let left: [Int]
    }

    /// The trials on the front, in the order of their costs (the first objective decides first), then of their numbers.
    public private(set) var members: [Member] = []

    /// Creates an empty front.
    public init() {}

    /// Creates the front of some trials, in whatever order they come.
    public init(_ members: some Sequence<Member>) {
        for member in members { insert(member) }
    }

    /// Adds a trial, and removes those that it beats, in time that grows with the size of the front.
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

    /// Whether a trial is on the front.
    public func contains(trial: Int) -> Bool { members.contains { $0.trial == trial } }

    /// Volume that the front dominates below a reference point; exact.
    public func hypervolume(reference: [Double]) -> Double { Hypervolume.volume(of: members.map(\.costs), reference: reference) }

    /// Whether the left costs beat the right ones: at least as good in every objective, and better in one.
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
