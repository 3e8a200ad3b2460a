internal import CostModel
internal import GRDB
internal import Support

extension Store {
    /// What a trial's network costs by an estimator; nothing changes where that is known.
    func insert(_ estimate: Estimate, trial: Int, _ db: Database) throws {
        let (latency, energy, total) = (estimate.latencySeconds, estimate.energyJoules, estimate.energyTotalJoules)
        let (memory, storage) = (estimate.peakMemoryBytes, estimate.storageBytes)
        try db.cachedStatement(
            sql: "INSERT OR IGNORE INTO estimate VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        ).execute(arguments: [
            trial, try estimator(profileHash: estimate.profileHash.description, source: estimate.source, db),
            latency.value, latency.low, latency.high, energy.value, energy.low, energy.high, total.value, total.low, total.high,
            memory.value, memory.low, memory.high, storage.value, storage.low, storage.high, estimate.macs, estimate.parameters,
        ])
    }

    /// The number of an estimator, which is given one where it has none.
    func estimator(profileHash: String, source: String, _ db: Database) throws -> Int {
        let key = Estimator(profileHash: profileHash, source: source)
        if let known = estimators[key] { return known }
        let arguments: StatementArguments = [profileHash, source]
        let find = "SELECT number FROM estimator WHERE profile_hash = ? AND source = ?"
        if let number = try Int.fetchOne(db, sql: find, arguments: arguments) {
            // One that this transaction has made may be gone with it, and is not remembered.
            estimators[key] = number
            return number
        }
        try db.execute(sql: "INSERT INTO estimator (profile_hash, source) VALUES (?, ?)", arguments: arguments)
        return Int(db.lastInsertedRowID)
    }

    /// What makes estimates comparable, and what they say of where they are from.
    struct Estimator: Hashable {
        let profileHash: String
        let source: String
    }

    /// Adds estimates under a profile that the trials were not proposed under.
    func add(_ estimates: [(trial: Int, estimate: Estimate)]) throws(StoreError) {
        guard !estimates.isEmpty else { return }
        try write { db in
            for (trial, estimate) in estimates { try insert(estimate, trial: trial, db) }
        }
    }

    /// Columns of an estimate, as `estimate(_:)` reads them.
    static let estimateColumns = """
        latency_s, latency_s_low, latency_s_high, energy_j, energy_j_low, energy_j_high,
        energy_total_j, energy_total_j_low, energy_total_j_high, peak_memory_bytes, peak_memory_bytes_low, peak_memory_bytes_high,
        storage_bytes, storage_bytes_low, storage_bytes_high, macs, parameters, estimator.profile_hash, estimator.source
        """

    /// Joins each trial's estimate on the board whose profile is the argument.
    static let estimateJoin = """
        LEFT JOIN estimate ON estimate.trial = trial.number
            AND estimate.estimator IN (SELECT number FROM estimator WHERE profile_hash = ?)
        LEFT JOIN estimator ON estimator.number = estimate.estimator
        """

    /// Nil where there is none.
    static func estimate(_ reader: inout ColumnReader) throws -> Estimate? {
        func next(_ reader: inout ColumnReader) throws -> Estimated {
            let (value, low, high): (Double?, Double?, Double?) = (try reader.nextIfAny(), try reader.nextIfAny(), try reader.nextIfAny())
            return Estimated(value: value ?? .nan, low: low ?? .nan, high: high ?? .nan)
        }
        let (latency, energy, total) = (try next(&reader), try next(&reader), try next(&reader))
        let (memory, storage) = (try next(&reader), try next(&reader))
        let (macs, parameters): (Int?, Int?) = (try reader.nextIfAny(), try reader.nextIfAny())
        let (profile, source): (String?, String?) = (try reader.nextIfAny(), try reader.nextIfAny())
        guard let macs, let parameters, let profile, let source else { return nil }
        return Estimate(
            latencySeconds: latency, energyJoules: energy, energyTotalJoules: total, peakMemoryBytes: memory, storageBytes: storage,
            macs: macs, parameters: parameters, source: source, profileHash: try StoreEncoding.hash(profile, "profile_hash"))
    }

    /// What a trial's network costs on a board; nil where that is not known.
    func estimate(of trial: Int, on board: RunBoard) throws(StoreError) -> Estimate? {
        try Self.translating(path) { try queue.read { try Self.estimate(of: trial, on: board, $0) } }
    }

    static func estimate(of trial: Int, on board: RunBoard, _ db: Database) throws -> Estimate? {
        let row = try Row.fetchOne(
            db.cachedStatement(sql: "SELECT \(estimateColumns) FROM trial \(estimateJoin) WHERE trial.number = ?"),
            arguments: [board.profileHash.description, trial])
        return try row.flatMap { row in
            var reader = ColumnReader(row)
            return try estimate(&reader)
        }
    }
}
