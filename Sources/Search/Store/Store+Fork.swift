internal import Foundation
internal import GRDB
internal import NAS
internal import Support

/// A run that begins where another was: with its first trials, and with the results of all that it has trained, which are not trained
/// again when they are proposed.
extension Store {
    /// Starts a database for a fork. It appears under its name whole, or not at all. What its trials cost on its own boards is computed
    /// when its search begins.
    ///
    /// - Parameters:
    ///   - source: that it is a fork of; it is only read.
    ///   - path: where the new database will be.
    ///   - run: of the source's space, data, seed, engine and fidelities; boards, budgets, objectives and strategy may be others.
    ///   - count: of trials that it begins with; fewer where the source has no result for one of them.
    ///   - durability: what a commit survives.
    /// - Throws: `StoreError.exists` if there is a file of this name.
    public static func fork(
        _ source: Store, at path: String, run: RunDefinition, trials count: Int, durability: Durability = .full
    ) throws(StoreError) -> Store {
        try create(at: path, run: run, durability: durability) { db in
            try source.queue.read { original in
                try copy(original, into: db, trials: count)
                // What comes of a candidate is then not known by the candidate alone.
                if run.plan.inheritsWeights { return }
                try copyResults(original, weightsFolder: source.weightsFolder, into: db)
            }
            try recount(db)
            try forgetCosts(db)
        }
    }

    private static let copiedColumns = """
        number, parent, space_version, architecture, as_proposed, network_id, candidate_id, fidelity, replicate, origin, draws, over_budget,
        duplicates, invalid, state, failure_reason, failure_message, accuracy, loss, test_accuracy, test_loss, seconds, proposed_at,
        finished_at
        """

    private static func copy(_ source: Database, into db: Database, trials count: Int) throws {
        // The source's spaces, under their numbers.
        try db.execute(sql: "DELETE FROM space_version")
        try copyRows(source, "SELECT version, space_hash, space_text, decisions FROM space_version", into: db, "space_version", columns: 4)
        let version = try runRow(source).integer("space_version", in: StoredRange.count)
        try db.execute(sql: "UPDATE run SET space_version = ?", arguments: [version])
        let firstOpen = try Int.fetchOne(source, sql: "SELECT min(number) FROM trial WHERE state = 'proposed'")
        let end = min(count, firstOpen ?? count)
        let columns = copiedColumns.split(separator: ",").count + 2
        let metrics = try StoredMetrics.column("metrics", of: "trial", source)
        let testMetrics = try StoredMetrics.column("test_metrics", of: "trial", source)
        try copyRows(
            source, "SELECT \(copiedColumns), \(metrics), \(testMetrics) FROM trial WHERE number < ? ORDER BY number", [end], into: db,
            "trial (\(copiedColumns), metrics, test_metrics)", columns: columns)
        let points = "trial, step, epoch, training_loss, validation_loss, validation_accuracy, seconds"
        let ofPoints = try StoredMetrics.column("validation_metrics", of: "curve_point", source)
        try copyRows(source, "SELECT \(points), \(ofPoints) FROM curve_point WHERE trial < ?", [end], into: db, "curve_point", columns: 8)
    }

    private static func copyRows(
        _ source: Database, _ select: String, _ arguments: StatementArguments = [], into db: Database, orElse conflict: String = "",
        _ table: String,
        columns: Int
    ) throws {
        let marks = Array(repeating: "?", count: columns).joined(separator: ", ")
        let insert = try db.cachedStatement(sql: "INSERT \(conflict) INTO \(table) VALUES (\(marks))")
        let rows = try Row.fetchCursor(source, sql: select, arguments: arguments)
        while let row = try rows.next() { try insert.execute(arguments: StatementArguments(Array(row.databaseValues))) }
    }

    /// All results of the source, and those that it had from its own source.
    private static func copyResults(_ source: Database, weightsFolder: String, into db: Database) throws {
        let insert = try db.cachedStatement(sql: "INSERT OR IGNORE INTO known_result VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        try forEachTrial(source, on: nil) { trial in
            guard trial.state != .proposed, !trial.isForeign else { return }
            try insert.execute(arguments: [
                trial.candidateID.bytes, trial.fidelity.count, trial.replicate, trial.failure?.reason.rawValue, trial.failure?.message,
                trial.accuracy, trial.loss, StoreEncoding.text(try curve(of: trial.number, source)), trial.seconds,
                trial.weightsFile.map { weightsFolder + "/" + $0 }, StoredMetrics.text(trial.metrics),
            ])
        }
        try copyRows(
            source,
            """
            SELECT candidate_id, retraining.fidelity, retraining.replicate, retraining.failure_reason, retraining.failure_message,
                retraining.accuracy, retraining.loss, '[]', retraining.seconds, ? || retraining.weights_file,
                \(try StoredMetrics.column("metrics", of: "retraining", source))
            FROM retraining JOIN trial ON trial.number = retraining.trial WHERE retraining.state <> 'proposed'
            """, [weightsFolder + "/"], into: db, "known_result", columns: 11)
        let results = """
            candidate_id, fidelity, replicate, failure_reason, failure_message, accuracy, loss, curve, seconds, weights_path,
            \(try StoredMetrics.column("metrics", of: "known_result", source))
            """
        try copyRows(source, "SELECT \(results) FROM known_result", into: db, orElse: "OR IGNORE", "known_result", columns: 11)
    }

    // MARK: Known results

    /// A result that another run had for the same training.
    struct KnownResult {
        let outcome: Outcome
        /// Where its weights were kept.
        let weightsPath: String?
    }

    var hasKnownResults: Bool {
        get throws(StoreError) {
            try Self.translating(path) {
                try queue.read { db in
                    try Self.checkKnownResults(db)
                    return try Bool.fetchOne(db, sql: "SELECT EXISTS (SELECT 1 FROM known_result)") ?? false
                }
            }
        }
    }

    /// Also what they are found by: one with a key that cannot be would never be found.
    private static func checkKnownResults(_ db: Database) throws {
        let fidelities = try fidelities(db)
        let lengths = (fidelities.ofTrials + [fidelities.anew]).map(String.init).joined(separator: ", ")
        let row = try Row.fetchOne(
            db,
            sql: """
                SELECT candidate_id, fidelity, replicate, accuracy, loss, seconds FROM known_result
                WHERE length(candidate_id) <> 16 OR fidelity NOT IN (\(lengths)) OR replicate NOT BETWEEN 0 AND ?
                    OR accuracy NOT BETWEEN 0 AND 1 OR loss NOT BETWEEN ? AND ? OR seconds NOT BETWEEN 0 AND ?
                LIMIT 1
                """,
            arguments: [
                StoredRange.replicate.upperBound, StoredRange.loss.lowerBound, StoredRange.loss.upperBound, StoredRange.amount.upperBound,
            ])
        guard let row else { return }
        var reader = ColumnReader(row, of: "known_result")
        _ = try reader.hash()
        let fidelity = try reader.integer(in: StoredRange.fidelity)
        guard fidelities.ofTrials.contains(fidelity) || fidelity == fidelities.anew else {
            throw reader.unreadable(reason: Fidelities.reason)
        }
        _ = try reader.integer(in: StoredRange.replicate)
        _ = (try reader.numberIfAny(in: StoredRange.share), try reader.numberIfAny(in: StoredRange.loss))
        _ = try reader.numberIfAny(in: StoredRange.amount)
    }

    func knownResult(_ candidate: StableHash, _ fidelity: Fidelity, replicate: Int) throws(StoreError) -> KnownResult? {
        try Self.translating(path) {
            try queue.read { db in
                let metrics = try StoredMetrics.column("metrics", of: "known_result", db)
                let row = try Row.fetchOne(
                    db.cachedStatement(
                        sql: """
                            SELECT failure_reason, failure_message, accuracy, loss, \(metrics), curve, seconds, weights_path
                            FROM known_result
                            WHERE candidate_id = ? AND fidelity = ? AND replicate = ?
                            """),
                    arguments: [candidate.bytes, fidelity.count, replicate])
                return try row.map { row in
                    var reader = ColumnReader(row, of: "known_result")
                    if let failure = try reader.failure() { return KnownResult(outcome: .failed(failure), weightsPath: nil) }
                    let accuracy = try reader.numberIfAny(in: StoredRange.share)
                    let loss = try reader.numberIfAny(in: StoredRange.loss)
                    let metrics = try reader.metrics()
                    let curve = try reader.text { try StoreEncoding.value([CurvePoint].self, $0) }
                    let seconds = try reader.numberIfAny(in: StoredRange.amount)
                    var measurement = Measurement(accuracy: accuracy, loss: loss, curve: curve, seconds: seconds ?? 0)
                    measurement.metrics = metrics
                    return KnownResult(outcome: .measured(measurement), weightsPath: try reader.nextIfAny())
                }
            }
        }
    }

    /// Says that a trial's weights are there.
    func setWeights(_ name: String, of trial: Int) throws(StoreError) {
        try write { try $0.execute(sql: "UPDATE trial SET weights_file = ? WHERE number = ?", arguments: [name, trial]) }
    }
}
