public import CostModel
public import NAS
public import Support

/// What is known of an architecture before any training.
public struct CandidateProfile: Sendable {
    /// The architecture that was looked at.
    public let architecture: Architecture
    /// Hash of the network, by which its costs are cached.
    public let networkID: StableHash
    /// Hash of the network and its training recipe: what must not be trained twice.
    public let candidateID: StableHash
    /// What the network costs on each board.
    public let estimates: BoardEstimates
    /// How much of the budget the network uses, on the board that it fits best.
    public let use: BudgetUse

    /// Creates a profile from what is known of a candidate.
    public init(architecture: Architecture, networkID: StableHash, candidateID: StableHash, estimates: BoardEstimates, use: BudgetUse) {
        self.architecture = architecture
        self.networkID = networkID
        self.candidateID = candidateID
        self.estimates = estimates
        self.use = use
    }
}

/// How much of a budget a network uses.
public struct BudgetUse: Sendable, Hashable {
    /// Whether no limit is broken.
    public let fits: Bool
    /// The share of the limit that is used most: above 1 where the budget is broken, 0 without limits.
    public let ratio: Double

    /// Creates the use of a budget whose most used limit is used by this share.
    public init(fits: Bool, ratio: Double) {
        self.fits = fits
        self.ratio = ratio
    }

    /// Sums up a verdict by the limit that is used most.
    public init(_ verdict: Verdict) { self.init(fits: verdict.fits, ratio: verdict.worst?.ratio ?? 0) }

    /// The share by which the most used limit is exceeded; 0 where the budget is kept.
    public var excess: Double { fits ? 0 : max(ratio - 1, 0) }
}
