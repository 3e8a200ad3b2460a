public import CostModel
public import NAS
public import Support

/// A trial that is to be made: new, and within the budget.
public struct Proposal: Sendable, Hashable {
    /// How the architecture came about.
    public enum Origin: String, Sendable, Hashable, Codable {
        case strategy
        /// Brought into the budget step by step from a suggestion that was not.
        case repair
        /// The next of an orderly walk through the space: nothing new was drawn.
        case walk
        /// The best of a rung, which goes on at the next (`Promotions`).
        case promotion
        /// The same, beyond those that a rung sends on by itself: there was nothing new to propose any more.
        case completion

        /// Whether it has a candidate that no trial had before.
        public var isNew: Bool {
            switch self {
            case .strategy, .repair, .walk: true
            case .promotion, .completion: false
            }
        }
    }

    public let trial: Int
    public let parent: Int?
    public let architecture: Architecture
    public let choices: [Choice]
    public let networkID: StableHash
    public let candidateID: StableHash
    public let fidelity: Fidelity
    public let replicate: Int
    public let estimates: BoardEstimates
    public let origin: Origin
    public let rejections: Rejections

    /// On the run's first board.
    public var estimate: Estimate { estimates.first }

    /// - Parameters:
    ///   - profile: of the candidate.
    ///   - choices: its architecture by names, as the space writes it.
    public init(
        _ profile: CandidateProfile, trial: Int, parent: Int?, choices: [Choice], fidelity: Fidelity, replicate: Int, origin: Origin,
        rejections: Rejections
    ) {
        (architecture, networkID, candidateID) = (profile.architecture, profile.networkID, profile.candidateID)
        estimates = profile.estimates
        (self.trial, self.parent, self.choices) = (trial, parent, choices)
        (self.fidelity, self.replicate, self.origin, self.rejections) = (fidelity, replicate, origin, rejections)
    }
}

/// How many candidates were looked at for a proposal, and why they were not taken.
public struct Rejections: Sendable, Hashable, Codable {
    /// All that were looked at, the accepted one among them.
    public var draws = 0
    public var overBudget = 0
    public var duplicates = 0
    /// Architectures from which no network could be built.
    public var invalid = 0

    public init(draws: Int = 0, overBudget: Int = 0, duplicates: Int = 0, invalid: Int = 0) {
        self.draws = draws
        self.overBudget = overBudget
        self.duplicates = duplicates
        self.invalid = invalid
    }

    public static func + (left: Rejections, right: Rejections) -> Rejections {
        Rejections(
            draws: left.draws + right.draws, overBudget: left.overBudget + right.overBudget,
            duplicates: left.duplicates + right.duplicates, invalid: left.invalid + right.invalid)
    }
}
