internal import CostModel
internal import Foundation
internal import GRDB
internal import NAS
internal import Support

extension Store {
    /// All trials in the order of their numbers, in one consistent view.
    ///
    /// - Parameter board: whose estimates they have; the run's own if nil.
    public func trials(on board: RunBoard? = nil) throws(StoreError) -> [TrialRecord] {
        try Self.translating(path) {
            try queue.read { db in try Self.fetch(db, on: board, "ORDER BY trial.number") }
        }
    }

    /// What networks cost under a profile, by their ids.
    func estimates(profileHash: StableHash) throws(StoreError) -> [StableHash: Estimate] {
        try Self.translating(path) {
            try queue.read { db in
                var found: [StableHash: Estimate] = [:]
                let rows = try Row.fetchCursor(
                    db, sql: "SELECT * FROM estimate WHERE profile_hash = ?", arguments: [profileHash.description])
                while let row = try rows.next() { found[try Self.hash(row, "network_id")] = try Self.estimate(row) }
                return found
            }
        }
    }

    /// One trial; nil if there is none of this number.
    public func trial(_ number: Int, on board: RunBoard? = nil) throws(StoreError) -> TrialRecord? {
        try Self.translating(path) { try queue.read { try Self.fetch($0, on: board, "WHERE trial.number = ?", [number]).first } }
    }

    /// A trial's learning curve, by steps.
    public func curve(of trial: Int) throws(StoreError) -> [CurvePoint] {
        try Self.translating(path) {
            try queue.read { db in
                try Row.fetchAll(db, sql: "SELECT * FROM curve_point WHERE trial = ? ORDER BY step", arguments: [trial]).map { row in
                    CurvePoint(
                        step: row["step"], epoch: row["epoch"], trainingLoss: row["training_loss"] ?? .nan,
                        validationLoss: row["validation_loss"], validationAccuracy: row["validation_accuracy"], seconds: row["seconds"])
                }
            }
        }
    }

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

    private static func fetch(
        _ db: Database, on board: RunBoard?, _ suffix: String, _ arguments: StatementArguments = []
    ) throws -> [TrialRecord] {
        let profile: StatementArguments = [board?.profileHash.description]
        let rows = try Row.fetchCursor(
            db,
            sql: """
                SELECT trial.*, estimate.*, estimate.network_id IS NOT NULL AS has_estimate,
                    session.id IS NOT NULL AND (session.engine_version, session.kernel_class, session.blas_core)
                        IS NOT (run.engine_version, run.kernel_class, run.blas_core) AS is_foreign,
                    trial.network_id AS trial_network_id
                FROM trial
                JOIN run
                LEFT JOIN session ON session.id = trial.session
                LEFT JOIN estimate ON estimate.network_id = trial.network_id AND estimate.profile_hash = coalesce(?, run.profile_hash)
                \(suffix)
                """, arguments: profile + arguments)
        var records: [TrialRecord] = []
        while let row = try rows.next() { records.append(try record(row)) }
        return records
    }

    private static func record(_ row: Row) throws -> TrialRecord {
        func value<Value: RawRepresentable<String>>(_ type: Value.Type, _ column: String) throws -> Value {
            let text: String = row[column]
            guard let value = Value(rawValue: text) else { throw UnreadableColumn(column: column, text: text) }
            return value
        }
        let failure: Failure? =
            (row["failure_reason"] as String?) == nil
            ? nil : Failure(try value(Failure.Reason.self, "failure_reason"), row["failure_message"] ?? "")
        return TrialRecord(
            number: row["number"], parent: row["parent"], architecture: row["architecture"],
            choices: try StoreEncoding.choices(row["choices"]), networkID: try hash(row, "trial_network_id"),
            candidateID: try hash(row, "candidate_id"), fidelity: try StoreEncoding.fidelity(row["fidelity"]), replicate: row["replicate"],
            origin: try value(Proposal.Origin.self, "origin"),
            rejections: Rejections(
                draws: row["draws"], overBudget: row["over_budget"], duplicates: row["duplicates"], invalid: row["invalid"]),
            state: try value(TrialRecord.State.self, "state"), failure: failure, accuracy: row["accuracy"], loss: row["loss"],
            testAccuracy: row["test_accuracy"], testLoss: row["test_loss"], seconds: row["seconds"], weightsFile: row["weights_file"],
            session: row["session"], isForeign: row["is_foreign"], proposedAt: row["proposed_at"], finishedAt: row["finished_at"],
            estimate: row["has_estimate"] ? try estimate(row) : nil)
    }

    private static func estimate(_ row: Row) throws -> Estimate {
        func interval(_ name: String) -> Estimated { Estimated(value: row[name], low: row[name + "_low"], high: row[name + "_high"]) }
        return Estimate(
            latencySeconds: interval("latency_s"), energyJoules: interval("energy_j"), energyTotalJoules: interval("energy_total_j"),
            peakMemoryBytes: interval("peak_memory_bytes"), storageBytes: interval("storage_bytes"), macs: row["macs"],
            parameters: row["parameters"], source: row["source"], profileHash: try hash(row, "profile_hash"))
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
