extension SearchDriver {
    private static let secondsBetweenLooks = 1.0

    /// Looks now and then whether the database still is where it was, and keeps its journal short.
    ///
    /// - Throws: `StoreError.moved` where it is not.
    func lookAfterPlace() throws {
        let now = Self.now()
        guard now - lookedAfterPlace >= Self.secondsBetweenLooks else { return }
        lookedAfterPlace = now
        try store.checkPlace()
        store.shortenJournal()
    }
}
