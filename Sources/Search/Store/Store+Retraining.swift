internal import GRDB
internal import NAS

extension Store {
    /// All trainings anew, by trial and replicate.
    public func retrainings() throws(StoreError) -> [Retraining] {
        try Self.translating(path) {
            try queue.read { db in
                let fidelity = try Self.fidelities(db)
                let metrics = try StoredMetrics.column("metrics", of: "retraining", db)
                let testMetrics = try StoredMetrics.column("test_metrics", of: "retraining", db)
                return try Row.fetchAll(
                    db,
                    sql: """
                        SELECT retraining.trial, retraining.replicate, retraining.fidelity, retraining.state, retraining.failure_reason,
                            retraining.failure_message, retraining.accuracy, retraining.loss, \(metrics), retraining.test_accuracy,
                            retraining.test_loss, \(testMetrics), retraining.seconds, retraining.weights_file, retraining.session,
                            retraining.proposed_at, retraining.finished_at, trial.number
                        FROM retraining LEFT JOIN trial ON trial.number = retraining.trial
                        ORDER BY retraining.trial, retraining.replicate
                        """
                ).map { try Self.retraining($0, fidelity) }
            }
        }
    }

    private static func retraining(_ row: Row, _ fidelities: Fidelities) throws -> Retraining {
        var reader = ColumnReader(row, of: "retraining")
        let trial = try reader.integer(in: StoredRange.count)
        let replicate = try reader.integer(in: 1...StoredRange.replicate.upperBound)
        let fidelity = try reader.integer(in: StoredRange.fidelity)
        guard fidelity == fidelities.anew else { throw reader.unreadable(reason: "the best of this run are not trained that long") }
        var retraining = Retraining(trial: trial, replicate: replicate, fidelity: fidelities.full.with(count: fidelity))
        retraining.state = try reader.word()
        let state = retraining.state
        retraining.failure = try reader.failure()
        guard (state == .failed) == (retraining.failure != nil) else { throw reader.unreadable(reason: "its state is \(state.rawValue)") }
        retraining.accuracy = try reader.numberIfAny(in: StoredRange.share)
        retraining.loss = try reader.numberIfAny(in: StoredRange.loss)
        retraining.balancedAccuracy = try reader.balancedAccuracyIfAny()
        retraining.testAccuracy = try reader.numberIfAny(in: StoredRange.share)
        _ = try reader.numberIfAny(in: StoredRange.loss)
        retraining.testBalancedAccuracy = try reader.balancedAccuracyIfAny()
        retraining.seconds = try reader.numberIfAny(in: StoredRange.amount)
        retraining.weightsFile = try reader.fileNameIfAny()
        _ = try reader.integerIfAny(in: StoredRange.positive)
        _ = try reader.number(in: StoredRange.amount)
        _ = try reader.numberIfAny(in: StoredRange.amount)
        reader.table = "trial"
        guard try reader.nextIfAny() as Int? == trial else {
            throw UnreadableColumn("retraining", "trial", "\(trial)", reason: "there is none")
        }
        return retraining
    }

    /// Adds what is to be trained anew, all of it or nothing, unless that was done after as many trials.
    ///
    /// - Parameter plan: called where it was not.
    func planRetraining(afterTrials count: Int, _ plan: (_ done: [Retraining]) throws -> [Retraining]) throws {
        let planned = try Self.translating(path) {
            try queue.read { try Self.runRow($0).integerIfAny("retraining_planned", in: StoredRange.count) }
        }
        guard planned != count else { return }
        let added = try plan(try retrainings())
        try write { db in
            for retraining in added {
                try db.execute(
                    sql: "INSERT INTO retraining (trial, replicate, fidelity, state, proposed_at) VALUES (?, ?, ?, 'proposed', ?)",
                    arguments: [retraining.trial, retraining.replicate, retraining.fidelity.count, Self.now()])
            }
            try db.execute(sql: "UPDATE run SET retraining_planned = ?", arguments: [count])
        }
    }

    /// Stores a result, with what the machine has taken.
    func finish(_ retraining: Retraining, energy: SessionEnergy?) throws(StoreError) {
        try write { db in
            try db.execute(
                sql: """
                    UPDATE retraining SET state = ?, failure_reason = ?, failure_message = ?, accuracy = ?, loss = ?, metrics = ?,
                        seconds = ?, weights_file = ?, session = ?, finished_at = ?
                    WHERE trial = ? AND replicate = ? AND state = 'proposed'
                    """,
                arguments: [
                    retraining.state.rawValue, retraining.failure?.reason.rawValue, retraining.failure?.message, retraining.accuracy,
                    retraining.loss, StoredMetrics.text(balancedAccuracy: retraining.balancedAccuracy), retraining.seconds,
                    retraining.weightsFile, session, Self.now(), retraining.trial, retraining.replicate,
                ])
            var tally = Tally()
            tally.seconds = retraining.seconds ?? 0
            try Self.add(tally, db)
            if let energy { try insert(energy, db) }
        }
    }

    /// - Parameter test: of the trial whose network it trains.
    func setTest(_ retraining: Retraining, _ test: StoreChange.Test) throws(StoreError) {
        try write { db in
            try db.execute(
                sql: "UPDATE retraining SET test_accuracy = ?, test_loss = ?, test_metrics = ? WHERE trial = ? AND replicate = ?",
                arguments: [
                    test.accuracy, test.loss, StoredMetrics.text(balancedAccuracy: test.balancedAccuracy), retraining.trial,
                    retraining.replicate,
                ])
        }
    }
}
