public import CostModel
public import NAS
public import Support

/// What is known of an architecture before any training.
public struct CandidateProfile: Sendable {
    public let architecture: Architecture
    public let networkID: StableHash
    public let candidateID: StableHash
    public let estimates: BoardEstimates
    public let use: BudgetUse

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
    public let fits: Bool
    /// Of the limit that is used most; 0 without limits.
    public let ratio: Double

    public init(fits: Bool, ratio: Double) {
        self.fits = fits
        self.ratio = ratio
    }

    public init(_ verdict: Verdict) { self.init(fits: verdict.fits, ratio: verdict.worst?.ratio ?? 0) }

    /// By what share the budget is broken; 0 where it is kept.
    public var excess: Double { fits ? 0 : max(ratio - 1, 0) }
}
