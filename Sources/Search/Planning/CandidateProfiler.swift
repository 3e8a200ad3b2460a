public import NAS

/// What a search asks about architectures: a space with a cost model, or a table of known results. Used by one thread at a time; what it
/// remembers changes none of its answers.
public protocol CandidateProfiler: AnyObject {
    /// The space that the architectures are of.
    var space: any CandidateSpace { get }

    /// Returns what is known of an architecture without training it; nil where no network can be built.
    func profile(of architecture: Architecture) -> CandidateProfile?

    /// Returns the `use` of an architecture's profile in less time; at a limit it may differ from the profile's in the last digits. Nil
    /// where no network can be built.
    func budgetUse(of architecture: Architecture) -> BudgetUse?

    /// Returns what a model of accuracies reads of an architecture; nil where no network can be built.
    func features(of architecture: Architecture) -> ArchitectureFeatures?

    /// How many networks may be scored by proxy for one proposal; 0 where there are no scores.
    var proxiesEach: Int { get }

    /// Returns the score by proxy of an architecture's network, higher being better; nil where there is none.
    func proxy(of architecture: Architecture) -> Double?
}

extension CandidateProfiler {
    /// Returns the use of the budget that the architecture's whole profile has.
    public func budgetUse(of architecture: Architecture) -> BudgetUse? { profile(of: architecture)?.use }

    /// Zero, for there are no scores by proxy.
    public var proxiesEach: Int { 0 }

    /// Returns nil: there are no scores by proxy.
    public func proxy(of architecture: Architecture) -> Double? { nil }
}
