internal import GRDB
internal import NAS

extension Store {
    /// The sessions that worked on the run, in their order.
    public func sessions() throws(StoreError) -> [SessionRecord] {
        try Self.translating(path) {
            try queue.read { db in
                try Row.fetchAll(db, sql: "SELECT * FROM session ORDER BY id").map { row in
                    let row = TableRow(row, of: "session")
                    return SessionRecord(
                        number: try row.integer("id", in: StoredRange.positive),
                        startedAt: try row.number("started_at", in: StoredRange.amount), engine: try Self.engine(row),
                        workers: try row.integer("workers", in: StoredRange.positive))
                }
            }
        }
    }

    /// What the run's trials take, in trainings to its fidelity, those without a result among them.
    ///
    /// - Parameter number: only of trials before this one; of all if nil.
    public func trainings(before number: Int? = nil) throws(StoreError) -> Double {
        let run = try run()
        let budget = TrainingBudget(trials: run.trials, fidelity: run.fidelity, plan: run.plan)
        return try Self.translating(path) {
            try queue.read { db in
                // One that failed and is tried again takes it once.
                let rows = try Row.fetchAll(
                    db, sql: "SELECT fidelity, count(*) FROM trial WHERE replicate = 0 AND number < ? GROUP BY fidelity",
                    arguments: [number ?? Int.max])
                let fidelities = try Self.fidelities(db)
                let spent = try rows.reduce(0.0) { sum, row in
                    var reader = ColumnReader(row, of: "trial")
                    let fidelity = try fidelities.trial(&reader)
                    return sum + Double(budget.cost(ofRung: budget.rung(of: fidelity) ?? budget.top)) * (try reader.next() as Double)
                }
                return spent / Double(run.fidelity.count)
            }
        }
    }

    /// Begins a session: what this process writes is marked with it.
    func beginSession(engine: RunDefinition.Engine, workers: Int) throws(StoreError) {
        session = try write { db in
            try db.execute(
                sql: "INSERT INTO session (started_at, engine_version, kernel_class, blas_core, workers) VALUES (?, ?, ?, ?, ?)",
                arguments: [Self.now(), engine.version, engine.kernelClass, engine.blasCore, workers])
            return Int(db.lastInsertedRowID)
        }
    }
}

/// A process that worked on the run.
public struct SessionRecord: Sendable, Hashable {
    /// The session's number, from 1.
    public let number: Int
    /// When it began, in seconds since 1970.
    public let startedAt: Double
    /// The engine that trained in it.
    public let engine: RunDefinition.Engine
    /// How many trials could be under way at once.
    public let workers: Int
}
