internal import CostModel
internal import GRDB
internal import Support

extension Store {
    /// What a trial's network costs by an estimator; nothing changes where that is known.
    func insert(_ estimate: Estimate, trial: Int, _ db: Database) throws {
        var values: [(any DatabaseValueConvertible)?] = [
            trial, try estimator(profileHash: estimate.profileHash.description, source: estimate.source, db),
        ]
        for (quantity, _) in Self.quantities {
            if let count = quantity.count(in: estimate) {
                values.append(count)
            } else {
                let interval = quantity.estimated(in: estimate)
                values += [interval?.value, interval?.low, interval?.high]
            }
        }
        values.append(FurtherEstimates.text(estimate))
        try db.cachedStatement(sql: Self.insertion).execute(arguments: StatementArguments(values))
    }

    /// Quantities with columns of their own: those of the first databases. What came later is in `further`.
    private static let quantities: [(quantity: CostQuantity, column: String)] = [
        (.latency, "latency_s"), (.energy, "energy_j"), (.energyTotal, "energy_total_j"), (.memory, "peak_memory_bytes"),
        (.storage, "storage_bytes"), (.macs, "macs"), (.parameters, "parameters"),
    ]

    private static let quantityColumns = quantities.flatMap { quantity, column in
        quantity.dimension == .count ? [column] : [column, column + "_low", column + "_high"]
    }

    private static let insertion = {
        let columns = ["trial", "estimator"] + quantityColumns + ["further"]
        return "INSERT OR IGNORE INTO estimate (\(columns.joined(separator: ", "))) "
            + "VALUES (\(columns.map { _ in "?" }.joined(separator: ", ")))"
    }()

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
    static func estimateColumns(_ db: Database) throws -> String {
        // A database of version 2 that is only read has no such column.
        let hasFurther = try db.columns(in: "estimate").contains { $0.name == "further" }
        return hasFurther ? allColumns : columnsOfVersion2
    }

    private static let (allColumns, columnsOfVersion2) = (columns(further: "further"), columns(further: "NULL"))

    private static func columns(further: String) -> String {
        (quantityColumns + [further, "estimator.profile_hash", "estimator.source"]).joined(separator: ", ")
    }

    /// Joins each trial's estimate on the board whose profile is the argument.
    static let estimateJoin = """
        LEFT JOIN estimate ON estimate.trial = trial.number
            AND estimate.estimator IN (SELECT number FROM estimator WHERE profile_hash = ?)
        LEFT JOIN estimator ON estimator.number = estimate.estimator
        """

    /// What costs can be.
    private static let amounts = 0...Double.greatestFiniteMagnitude

    /// Nil where there is none.
    static func estimate(_ reader: inout ColumnReader) throws -> Estimate? {
        func next(_ reader: inout ColumnReader) throws -> Interval {
            let value = try reader.numberIfAny(in: amounts)
            let (low, high) = (try reader.numberIfAny(in: amounts), try reader.numberIfAny(in: amounts))
            return Interval(value: value ?? .nan, low: low ?? .nan, high: high ?? .nan)
        }
        reader.table = "estimate"
        let (latency, energy, total) = (try next(&reader), try next(&reader), try next(&reader))
        let (memory, storage) = (try next(&reader), try next(&reader))
        let (macs, parameters) = (try reader.integerIfAny(in: 0...Int.max), try reader.integerIfAny(in: 0...Int.max))
        let further: String? = try reader.nextIfAny()
        guard let macs, let parameters else { return nil }
        reader.table = "estimator"
        let (profile, source): (StableHash, String) = (try reader.text { StableHash($0) }, try reader.next())
        var estimate = Estimate(
            latencySeconds: latency, energyJoules: energy, energyTotalJoules: total, peakMemoryBytes: memory, storageBytes: storage,
            macs: macs, parameters: parameters,
            origin: .init(source: source, profileHash: profile))
        try FurtherEstimates.read(further, into: &estimate)
        return estimate
    }

    /// What a trial's network costs on a board; nil where that is not known.
    func estimate(of trial: Int, on board: RunBoard) throws(StoreError) -> Estimate? {
        try Self.translating(path) { try queue.read { try Self.estimate(of: trial, on: board, $0) } }
    }

    static func estimate(of trial: Int, on board: RunBoard, _ db: Database) throws -> Estimate? {
        let row = try Row.fetchOne(
            db.cachedStatement(sql: "SELECT \(estimateColumns(db)) FROM trial \(estimateJoin) WHERE trial.number = ?"),
            arguments: [board.profileHash.description, trial])
        return try row.flatMap { row in
            var reader = ColumnReader(row, of: "estimate")
            return try estimate(&reader)
        }
    }
}
