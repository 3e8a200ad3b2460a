public import NAS

/// Where the looks of a search come from: a space with a cost model, or a table of known results. Used by one thread at a time; what
/// it remembers changes none of its answers.
public protocol LookSource: AnyObject {
    var space: any CandidateSpace { get }

    /// Nil where no network can be built.
    func look(at architecture: Architecture) -> Look?

    /// What a look would say of the budget, in less time; at a limit it may differ from it in the last digits. Nil where no network
    /// can be built.
    func budgetUse(of architecture: Architecture) -> BudgetUse?

    /// What a model of accuracies reads. Nil where no network can be built.
    func features(of architecture: Architecture) -> ArchitectureFeatures?
}

extension LookSource {
    public func budgetUse(of architecture: Architecture) -> BudgetUse? { look(at: architecture)?.use }
}
