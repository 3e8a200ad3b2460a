internal import GRDB
internal import NAS

extension Store {
    /// All trainings anew, by trial and replicate.
    public func retrainings() throws(StoreError) -> [Retraining] {
        try Self.translating(path) {
            try queue.read { db in
                let unit = try Self.fidelityUnit(db)
                return try Row.fetchAll(
                    db,
                    sql: """
                        SELECT trial, replicate, fidelity, state, failure_reason, failure_message, accuracy, loss, test_accuracy, seconds,
                            weights_file
                        FROM retraining ORDER BY trial, replicate
                        """
                ).map { try Self.retraining($0, unit: unit) }
            }
        }
    }

    private static func retraining(_ row: Row, unit: String) throws -> Retraining {
        var reader = ColumnReader(row)
        var retraining = try Retraining(
            trial: reader.next(), replicate: reader.next(), fidelity: StoreEncoding.fidelity(reader.next(), unit: unit))
        retraining.state = try reader.value("state")
        retraining.failure = try reader.failure()
        retraining.accuracy = try reader.nextIfAny()
        retraining.loss = try reader.nextIfAny()
        retraining.testAccuracy = try reader.nextIfAny()
        retraining.seconds = try reader.nextIfAny()
        retraining.weightsFile = try reader.nextIfAny()
        return retraining
    }

    /// Adds what is to be trained anew, all of it or nothing, unless that was done after as many trials.
    ///
    /// - Parameter plan: called where it was not.
    func planRetraining(afterTrials count: Int, _ plan: (_ done: [Retraining]) throws -> [Retraining]) throws {
        let planned = try Self.translating(path) { try queue.read { try Int.fetchOne($0, sql: "SELECT retraining_planned FROM run") } }
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
                    UPDATE retraining SET state = ?, failure_reason = ?, failure_message = ?, accuracy = ?, loss = ?, seconds = ?,
                        weights_file = ?, session = ?, finished_at = ?
                    WHERE trial = ? AND replicate = ? AND state = 'proposed'
                    """,
                arguments: [
                    retraining.state.rawValue, retraining.failure?.reason.rawValue, retraining.failure?.message, retraining.accuracy,
                    retraining.loss, retraining.seconds, retraining.weightsFile, session, Self.now(), retraining.trial,
                    retraining.replicate,
                ])
            var tally = Tally()
            tally.seconds = retraining.seconds ?? 0
            try Self.add(tally, db)
            if let energy { try insert(energy, db) }
        }
    }

    func setTest(_ retraining: Retraining, accuracy: Double, loss: Double?) throws(StoreError) {
        try write { db in
            try db.execute(
                sql: "UPDATE retraining SET test_accuracy = ?, test_loss = ? WHERE trial = ? AND replicate = ?",
                arguments: [accuracy, loss, retraining.trial, retraining.replicate])
        }
    }
}
