internal import CostModel
internal import Foundation
internal import GRDB
internal import Support

extension Store {
    /// All trials in the order of their numbers, in one consistent view.
    ///
    /// - Parameter board: whose estimates they have; the run's first if nil.
    public func trials(on board: RunBoard? = nil) throws(StoreError) -> [TrialRecord] {
        var records: [TrialRecord] = []
        try forEachTrial(on: board) { records.append($0) }
        return records
    }

    /// All trials one after the other, in the order of their numbers and in one consistent view: for runs that do not fit in memory.
    public func forEachTrial(on board: RunBoard? = nil, _ body: (TrialRecord) throws -> Void) throws(StoreError) {
        try Self.translating(path) {
            try queue.read { db in try Self.forEachTrial(db, on: board, "ORDER BY trial.number", [], body) }
        }
    }

    /// One trial; nil if there is none of this number.
    public func trial(_ number: Int, on board: RunBoard? = nil) throws(StoreError) -> TrialRecord? {
        try Self.translating(path) { try queue.read { try Self.trials($0, on: board, "WHERE trial.number = ?", [number]).first } }
    }

    /// The most accurate of those that were trained to the run's fidelity and are wanted; of equals the first.
    public func bestTrial(on board: RunBoard? = nil, where isWanted: (TrialRecord) -> Bool) throws(StoreError) -> TrialRecord? {
        try Self.translating(path) {
            try queue.read { db in
                var found: TrialRecord?
                try Self.forEachTrial(
                    db, on: board,
                    """
                    WHERE state = 'finished' AND accuracy IS NOT NULL AND trial.fidelity = run.fidelity
                    ORDER BY accuracy DESC, trial.number
                    """, [],
                    while: { trial in
                        if isWanted(trial) { found = trial }
                        return found == nil
                    })
                return found
            }
        }
    }

    /// Every so many of them.
    public func trials(every stride: Int, on board: RunBoard? = nil) throws(StoreError) -> [TrialRecord] {
        guard stride > 1 else { return try trials(on: board) }
        return try Self.translating(path) {
            try queue.read { try Self.trials($0, on: board, "WHERE trial.number % ? = 0 ORDER BY trial.number", [stride]) }
        }
    }

    /// A trial's learning curve, by steps.
    public func curve(of trial: Int) throws(StoreError) -> [CurvePoint] {
        try Self.translating(path) { try queue.read { try Self.curve(of: trial, $0) } }
    }

    static func curve(of trial: Int, _ db: Database) throws -> [CurvePoint] {
        try Row.fetchAll(db, sql: "SELECT * FROM curve_point WHERE trial = ? ORDER BY step", arguments: [trial]).map { row in
            CurvePoint(
                step: row["step"], epoch: row["epoch"], trainingLoss: row["training_loss"] ?? .nan,
                validationLoss: row["validation_loss"], validationAccuracy: row["validation_accuracy"], seconds: row["seconds"])
        }
    }

    static func trials(_ db: Database, on board: RunBoard?, _ suffix: String, _ arguments: StatementArguments) throws -> [TrialRecord] {
        var records: [TrialRecord] = []
        try forEachTrial(db, on: board, suffix, arguments) { records.append($0) }
        return records
    }

    static func forEachTrial(
        _ db: Database, on board: RunBoard?, _ suffix: String = "ORDER BY trial.number", _ arguments: StatementArguments = [],
        _ body: (TrialRecord) throws -> Void
    ) throws {
        try forEachTrial(
            db, on: board, suffix, arguments,
            while: { record in
                try body(record)
                return true
            })
    }

    /// - Parameter body: whether the next is wanted too.
    private static func forEachTrial(
        _ db: Database, on board: RunBoard?, _ suffix: String, _ arguments: StatementArguments, while body: (TrialRecord) throws -> Bool
    ) throws {
        let unit = try fidelityUnit(db)
        guard
            let profile = try board?.profileHash.description
                ?? String.fetchOne(db, sql: "SELECT profile_hash FROM board ORDER BY number LIMIT 1")
        else { throw UnreadableColumn(column: "board", text: "nothing") }
        let columns = try estimateColumns(db)
        let rows = try Row.fetchCursor(
            db,
            sql: """
                SELECT trial.number, parent, trial.space_version, architecture, as_proposed, network_id, candidate_id, trial.fidelity,
                    replicate, origin, draws, over_budget, duplicates, invalid, state, failure_reason, failure_message,
                    accuracy, loss, test_accuracy, test_loss, seconds, weights_file, session,
                    session.id IS NOT NULL AND (session.engine_version, session.kernel_class, session.blas_core)
                        IS NOT (run.engine_version, run.kernel_class, run.blas_core),
                    proposed_at, finished_at, \(columns)
                FROM trial
                JOIN run
                LEFT JOIN session ON session.id = trial.session
                \(estimateJoin)
                \(suffix)
                """, arguments: [profile] + arguments)
        var spaces: [Int: SpaceVersion] = [:]
        while let row = try rows.next() { guard try body(try record(row, unit: unit, &spaces, db)) else { return } }
    }

    private static func record(_ row: Row, unit: String, _ spaces: inout [Int: SpaceVersion], _ db: Database) throws -> TrialRecord {
        var reader = ColumnReader(row)
        let (number, parent): (Int, Int?) = (try reader.next(), try reader.nextIfAny())
        let version: Int = try reader.next()
        let (architecture, asProposed): (String?, String?) = (try reader.nextIfAny(), try reader.nextIfAny())
        let space = try spaces[version] ?? spaceVersion(version, db)
        spaces[version] = space
        guard let shortForm = asProposed ?? architecture, let choices = space.choices(shortForm) else {
            throw UnreadableColumn(column: "architecture", text: asProposed ?? architecture ?? "nothing")
        }
        let (networkID, candidateID) = (try reader.hash("network_id"), try reader.hash("candidate_id"))
        let (fidelity, replicate): (Int, Int) = (try reader.next(), try reader.next())
        let origin: Proposal.Origin = try reader.value("origin")
        let rejections = try Rejections(draws: reader.next(), overBudget: reader.next(), duplicates: reader.next(), invalid: reader.next())
        let state: TrialRecord.State = try reader.value("state")
        let failure = try reader.failure()
        return try TrialRecord(
            number: number, parent: parent, architecture: architecture, choices: choices, networkID: networkID, candidateID: candidateID,
            fidelity: StoreEncoding.fidelity(fidelity, unit: unit), replicate: replicate, origin: origin, rejections: rejections,
            state: state, failure: failure, accuracy: reader.nextIfAny(), loss: reader.nextIfAny(), testAccuracy: reader.nextIfAny(),
            testLoss: reader.nextIfAny(), seconds: reader.nextIfAny(), weightsFile: reader.nextIfAny(), session: reader.nextIfAny(),
            isForeign: reader.next(), proposedAt: reader.next(), finishedAt: reader.nextIfAny(), estimate: try estimate(&reader))
    }
}
