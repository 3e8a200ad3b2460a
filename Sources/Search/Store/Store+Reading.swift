extension Store {
    /// Reads all that a search reads to go on, for what it throws: before a database of an earlier version is changed.
    func readAll() throws(StoreError) {
        let run = try run()
        _ = (try ending(), try sessions(), try sessionEnergies(), try tally(), try retrainings(), try frontMembers())
        _ = try hasKnownResults
        for board in run.boards {
            _ = try worstCosts(on: board)
            try forEachTrial(on: board) { _ in }
        }
    }
}
