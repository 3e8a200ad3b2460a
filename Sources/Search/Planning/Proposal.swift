public import CostModel
public import NAS
public import Support

/// A trial that is to be made: new, and within the budget.
public struct Proposal: Sendable, Hashable {
    /// How the architecture came about.
    public enum Origin: String, Sendable, Hashable, Codable {
        /// The strategy suggested it.
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

    /// The trial's number, from 0.
    public let trial: Int
    /// The trial that it was made from, or whose training it goes on with; nil for one that was made from none.
    public let parent: Int?
    /// The architecture that is to be trained.
    public let architecture: Architecture
    /// The architecture's active choices by name.
    public let choices: [Choice]
    /// Hash of the network, by which its costs are cached.
    public let networkID: StableHash
    /// Hash of the network and its training recipe.
    public let candidateID: StableHash
    /// How long it is to be trained, its parent's training included where it goes on with that.
    public let fidelity: Fidelity
    /// Number of the repetition: 0, or where a candidate that failed is tried again, the failed trial's replicate plus 1.
    public let replicate: Int
    /// What the network costs on each board of the run.
    public let estimates: BoardEstimates
    /// How the architecture came about.
    public let origin: Origin
    /// What was looked at before it was found.
    public let rejections: Rejections

    /// What the network costs on the run's first board.
    public var estimate: Estimate { estimates.first }

    /// Proposes a candidate as a trial.
    ///
    /// - Parameters:
    ///   - profile: what is known of the candidate.
    ///   - trial: the trial's number.
    ///   - parent: the trial that it was derived from or continues; nil without one.
    ///   - choices: its architecture by names, as the space writes it.
    ///   - fidelity: how long it is trained.
    ///   - replicate: which of several trainings of one candidate it is, from 0.
    ///   - origin: what proposed it.
    ///   - rejections: what was refused before it was found.
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
    /// Candidates that break the budget.
    public var overBudget = 0
    /// Candidates that were tried before.
    public var duplicates = 0
    /// Architectures from which no network could be built.
    public var invalid = 0

    /// Creates counts; those that are left out are 0.
    public init(draws: Int = 0, overBudget: Int = 0, duplicates: Int = 0, invalid: Int = 0) {
        self.draws = draws
        self.overBudget = overBudget
        self.duplicates = duplicates
        self.invalid = invalid
    }

    /// Adds up each of the counts.
    public static func + (left: Rejections, right: Rejections) -> Rejections {
        Rejections(
            draws: left.draws + right.draws, overBudget: left.overBudget + right.overBudget,
            duplicates: left.duplicates + right.duplicates, invalid: left.invalid + right.invalid)
    }
}
