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
            let row = TableRow(row, of: "curve_point")
            return CurvePoint(
                step: try row.integer("step", in: StoredRange.count), epoch: try row.number("epoch", in: StoredRange.amount),
                trainingLoss: try row.valueIfAny("training_loss") ?? .nan, validationLoss: try row.valueIfAny("validation_loss"),
                validationAccuracy: try row.numberIfAny("validation_accuracy", in: StoredRange.share),
                validationBalancedAccuracy: try row.balancedAccuracyIfAny("validation_metrics"),
                seconds: try row.number("seconds", in: StoredRange.amount))
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
        let fidelities = try fidelities(db)
        let profile = try (board?.profileHash ?? firstProfileHash(db)).description
        let columns = try estimateColumns(db)
        let metrics = try StoredMetrics.column("metrics", of: "trial", db)
        let testMetrics = try StoredMetrics.column("test_metrics", of: "trial", db)
        let rows = try Row.fetchCursor(
            db,
            sql: """
                SELECT trial.number, parent, trial.space_version, architecture, as_proposed, network_id, candidate_id, trial.fidelity,
                    replicate, origin, draws, over_budget, duplicates, invalid, state, failure_reason, failure_message,
                    accuracy, loss, \(metrics), test_accuracy, test_loss, \(testMetrics), seconds, weights_file, session,
                    session.id IS NOT NULL AND (session.engine_version, session.kernel_class, session.blas_core)
                        IS NOT (run.engine_version, run.kernel_class, run.blas_core),
                    proposed_at, finished_at, excess, \(columns)
                FROM trial
                JOIN run
                LEFT JOIN session ON session.id = trial.session
                \(estimateJoin)
                \(suffix)
                """, arguments: [profile] + arguments)
        var spaces: [Int: SpaceVersion] = [:]
        while let row = try rows.next() { guard try body(try record(row, fidelities, &spaces, db)) else { return } }
    }

    private static func record(
        _ row: Row, _ fidelities: Fidelities, _ spaces: inout [Int: SpaceVersion], _ db: Database
    ) throws -> TrialRecord {
        var reader = ColumnReader(row, of: "trial")
        let number = try reader.integer(in: StoredRange.count)
        let parent = try reader.integerIfAny(in: StoredRange.count)
        if let parent, parent >= number { throw reader.unreadable(reason: "trial \(number) was made from an earlier one") }
        let version = try reader.integer(in: StoredRange.count)
        let (architecture, asProposed): (String?, String?) = (try reader.nextIfAny(), try reader.nextIfAny())
        let space = try spaces[version] ?? spaceVersion(version, db)
        spaces[version] = space
        guard let shortForm = asProposed ?? architecture, let choices = space.choices(shortForm) else {
            throw UnreadableColumn(
                "trial", asProposed == nil ? "architecture" : "as_proposed", asProposed ?? architecture ?? "nothing",
                reason: "trial \(number) has no network of its space")
        }
        let (networkID, candidateID) = (try reader.hash(), try reader.hash())
        let fidelity = try fidelities.trial(&reader)
        let replicate = try reader.integer(in: StoredRange.replicate)
        let origin: Proposal.Origin = try reader.word()
        let rejections = try Rejections(
            draws: reader.integer(in: StoredRange.count), overBudget: reader.integer(in: StoredRange.count),
            duplicates: reader.integer(in: StoredRange.count), invalid: reader.integer(in: StoredRange.count))
        let state: TrialRecord.State = try reader.word()
        let failure = try reader.failure()
        guard (state == .failed) == (failure != nil) else { throw reader.unreadable(reason: "trial \(number) is \(state.rawValue)") }
        let result = try result(&reader)
        guard state != .proposed || (result.accuracy == nil && result.loss == nil && result.metrics == Metrics()) else {
            throw UnreadableColumn("trial", "state", state.rawValue, reason: "trial \(number) has a result")
        }
        let isForeign: Bool = try reader.next()
        let (proposedAt, finishedAt) = (try reader.number(in: StoredRange.amount), try reader.numberIfAny(in: StoredRange.amount))
        _ = try reader.numberIfAny(in: StoredRange.amount)
        return TrialRecord(
            number: number, parent: parent, architecture: architecture, choices: choices, networkID: networkID, candidateID: candidateID,
            fidelity: fidelity, replicate: replicate, origin: origin, rejections: rejections, state: state, failure: failure,
            accuracy: result.accuracy, balancedAccuracy: result.metrics.balancedAccuracy, macroF1: result.metrics.macroF1,
            areaUnderROC: result.metrics.areaUnderROC, loss: result.loss, testAccuracy: result.testAccuracy,
            testBalancedAccuracy: result.testBalancedAccuracy, testLoss: result.testLoss, seconds: result.seconds,
            weightsFile: result.weightsFile, session: result.session, isForeign: isForeign, proposedAt: proposedAt, finishedAt: finishedAt,
            estimate: try estimate(&reader))
    }

    private struct Result {
        let accuracy: Double?
        let loss: Double?
        let metrics: Metrics
        let testAccuracy: Double?
        let testLoss: Double?
        let testBalancedAccuracy: Double?
        let seconds: Double?
        let weightsFile: String?
        let session: Int?
    }

    private static func result(_ reader: inout ColumnReader) throws -> Result {
        try Result(
            accuracy: reader.numberIfAny(in: StoredRange.share), loss: reader.numberIfAny(in: StoredRange.loss),
            metrics: reader.metrics(),
            testAccuracy: reader.numberIfAny(in: StoredRange.share), testLoss: reader.numberIfAny(in: StoredRange.loss),
            testBalancedAccuracy: reader.balancedAccuracyIfAny(),
            seconds: reader.numberIfAny(in: StoredRange.amount), weightsFile: reader.fileNameIfAny(),
            session: reader.integerIfAny(in: StoredRange.positive))
    }
}
