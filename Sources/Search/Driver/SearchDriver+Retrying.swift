/// A trial that failed is a result like any other, and is tried again only where the user says so: by another trial, of the same candidate
/// at the same fidelity, with the next replicate number. What failed stays as it is.
extension SearchDriver {
    /// Adds those that failed and were not tried again yet, in the order of their numbers. They are decided by what the database has, so
    /// that it is the same for any number of workers, and however often the search is stopped afterwards.
    func retryFailed(into change: inout StoreChange) throws {
        for record in try store.failedTrials() {
            guard let architecture = record.architecture.flatMap({ try? space.architecture(shortForm: $0) }),
                let proposal = planner.retry(record, architecture)
            else { continue }
            change.proposals.append(proposal)
        }
    }
}
