internal import GRDB
internal import Support

/// The ids of all trials of earlier sessions, in their order: a million are read and sorted in less time than a set takes to be
/// filled, and take half of its memory.
struct PastIDs {
    private var candidates: [StableHash] = []
    /// Empty where they were not asked for.
    private var networks: [StableHash] = []

    /// Reads them on a thread of their own, beside the trials themselves.
    ///
    /// - Parameters:
    ///   - count: of trials.
    ///   - networks: whether their networks are read as well.
    static func reading(_ store: Store, count: Int, networks withNetworks: Bool) -> BackgroundReading<PastIDs> {
        BackgroundReading(store.path) { db in
            var ids = PastIDs()
            ids.candidates = try read(db, "candidate_id", count)
            if withNetworks { ids.networks = try read(db, "network_id", count) }
            return ids
        }
    }

    private static func read(_ db: Database, _ column: String, _ count: Int) throws -> [StableHash] {
        var ids: [StableHash] = []
        ids.reserveCapacity(count)
        let statement = try db.makeStatement(sql: "SELECT \(column) FROM trial")
        let rows = try Row.fetchCursor(statement)
        while try rows.next() != nil {
            var reader = StatementReader(statement, of: "trial")
            ids.append(try reader.hash())
        }
        // Candidates come from an index, in their order already.
        if !isSorted(ids) { ids.radixSort(by: \.high) }
        // Where two have the same first half.
        if !isSorted(ids) { ids.sort() }
        return ids
    }

    private static func isSorted(_ ids: [StableHash]) -> Bool { !zip(ids, ids.dropFirst()).contains { $1 < $0 } }

    func hasCandidate(_ id: StableHash) -> Bool { Self.contains(id, in: candidates) }

    func hasNetwork(_ id: StableHash) -> Bool { Self.contains(id, in: networks) }

    private static func contains(_ id: StableHash, in sorted: [StableHash]) -> Bool {
        var (first, end) = (0, sorted.count)
        while first < end {
            let middle = (first + end) / 2
            if sorted[middle] == id { return true }
            if sorted[middle] < id { first = middle + 1 } else { end = middle }
        }
        return false
    }
}
