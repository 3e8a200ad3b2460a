internal import GRDB
internal import NAS

extension Store {
    /// When the run began, and the sessions that worked on it.
    public func sessions() throws(StoreError) -> [SessionRecord] {
        try Self.translating(path) {
            try queue.read { db in
                try Row.fetchAll(db, sql: "SELECT * FROM session ORDER BY id").map { row in
                    SessionRecord(
                        number: row["id"], startedAt: row["started_at"],
                        engine: .init(version: row["engine_version"], kernelClass: row["kernel_class"], blasCore: row["blas_core"]),
                        workers: row["workers"])
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
                let spent = rows.reduce(0) { sum, row in
                    sum + budget.cost(ofRung: budget.rung(of: run.fidelity.with(count: row[0])) ?? budget.top) * (row[1] as Int)
                }
                return Double(spent) / Double(run.fidelity.count)
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
    public let number: Int
    /// Seconds since 1970.
    public let startedAt: Double
    public let engine: RunDefinition.Engine
    public let workers: Int
}
