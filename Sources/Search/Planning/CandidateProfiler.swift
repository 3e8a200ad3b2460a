public import NAS

/// Where the looks of a search come from: a space with a cost model, or a table of known results. Used by one thread at a time; what
/// it remembers changes none of its answers.
public protocol CandidateProfiler: AnyObject {
    var space: any CandidateSpace { get }

    /// Nil where no network can be built.
    func profile(of architecture: Architecture) -> CandidateProfile?

    /// What a look would say of the budget, in less time; at a limit it may differ from it in the last digits. Nil where no network
    /// can be built.
    func budgetUse(of architecture: Architecture) -> BudgetUse?

    /// What a model of accuracies reads. Nil where no network can be built.
    func features(of architecture: Architecture) -> ArchitectureFeatures?

    /// How many networks may be scored by proxy for one proposal; 0 where there are no scores.
    var proxiesEach: Int { get }

    /// What `ProxySource` says of an architecture's network.
    func proxy(of architecture: Architecture) -> Double?
}

extension CandidateProfiler {
    public func budgetUse(of architecture: Architecture) -> BudgetUse? { profile(of: architecture)?.use }

    public var proxiesEach: Int { 0 }

    public func proxy(of architecture: Architecture) -> Double? { nil }
}
