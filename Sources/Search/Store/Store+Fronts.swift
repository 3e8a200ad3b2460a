internal import CostModel
internal import GRDB
internal import Support

extension Store {
    static func apply(_ change: FrontChange, _ db: Database) throws {
        try db.cachedStatement(sql: "INSERT OR IGNORE INTO front_member VALUES (?, ?)").execute(arguments: [change.board, change.joined])
        for trial in change.left {
            try db.cachedStatement(sql: "DELETE FROM front_member WHERE board = ? AND trial = ?").execute(arguments: [change.board, trial])
        }
    }

    static func setWorst(_ costs: [Double], board: Int, _ db: Database) throws {
        try db.cachedStatement(sql: "UPDATE board SET worst_costs = ? WHERE number = ?").execute(arguments: [
            StoreEncoding.text(costs), board,
        ])
    }

    /// The largest cost of any trial on a board, for each of the run's objectives; nil where no trial counts there.
    ///
    /// - Parameter board: the run's first if nil.
    public func worstCosts(on board: RunBoard? = nil) throws(StoreError) -> [Double]? {
        try Self.translating(path) {
            try queue.read { db in
                let number = try Self.number(of: board, db)
                guard let row = try Row.fetchOne(db, sql: "SELECT * FROM board WHERE number = ?", arguments: [number]) else { return nil }
                let board = TableRow(row, of: "board")
                guard try board.valueIfAny("worst_costs") as String? != nil else { return nil }
                let count = try Self.objectives(Self.runRow(db), db).count
                return try board.json("worst_costs") { (costs: [Double]) in
                    costs.count == count && costs.allSatisfy(\.isFinite) ? nil : "the run has \(count) objectives"
                }
            }
        }
    }

    /// The front that was kept for a board of the run, of the run's objectives.
    ///
    /// - Parameter board: the run's first if nil.
    public func front(on board: RunBoard? = nil) throws(StoreError) -> [TrialRecord] {
        try Self.translating(path) {
            try queue.read { db in
                _ = try Self.frontMembers(db)
                return try Self.trials(
                    db, on: board, "WHERE trial.number IN (SELECT trial FROM front_member WHERE board = ?) ORDER BY trial.number",
                    [try Self.number(of: board, db)])
            }
        }
    }

    private static func number(of board: RunBoard?, _ db: Database) throws -> Int {
        guard let board else { return 0 }
        return try Int.fetchOne(
            db, sql: "SELECT number FROM board WHERE board_name = ? AND profile_hash = ?",
            arguments: [board.target.board.name, board.profileHash.description]) ?? 0
    }

    /// The numbers of the trials on each board's front.
    func frontMembers() throws(StoreError) -> [Int: Set<Int>] {
        try Self.translating(path) { try queue.read(Self.frontMembers) }
    }

    /// On a front are finished trials, and fronts are of the run's boards.
    private static func frontMembers(_ db: Database) throws -> [Int: Set<Int>] {
        let boards = try Int.fetchOne(db, sql: "SELECT count(*) FROM board") ?? 0
        let sql = """
            SELECT front_member.board, front_member.trial, trial.state FROM front_member
            LEFT JOIN trial ON trial.number = front_member.trial
            """
        var members: [Int: Set<Int>] = [:]
        for row in try Row.fetchAll(db, sql: sql) {
            var reader = ColumnReader(row, of: "front_member")
            let board = try reader.integer(in: 0...max(boards - 1, 0))
            let trial = try reader.integer(in: StoredRange.count)
            guard try reader.nextIfAny() as String? == TrialRecord.State.finished.rawValue else {
                throw UnreadableColumn("front_member", "trial", "\(trial)", reason: "no finished trial has this number")
            }
            members[board, default: []].insert(trial)
        }
        return members
    }

    /// Counts everything anew that is kept beside the trials: their costs, the fronts, the sums. For databases of an earlier version,
    /// and for runs that have adopted other boards.
    ///
    /// A trial whose estimates on the run's boards are not all known has no costs, and is on no front.
    static func recount(_ db: Database) throws {
        let run = try run(db)
        var tally = Tally()
        var fronts = BoardFronts(count: run.boards.count)
        var isComplete = true
        let columns = StoreSchema.costColumns(run.objectives.count).map { "\($0) = ?, " }.joined()
        let update = try db.cachedStatement(sql: "UPDATE trial SET \(columns)excess = ? WHERE number = ?")
        try forEachTrial(db, on: run.boards[0]) { record in
            tally.add(record.rejections)
            guard record.state == .finished else {
                if let failure = record.failure { tally.failures[failure.reason, default: 0] += 1 }
                return
            }
            let isComparable = record.fidelity == run.fidelity
            let estimates = try estimates(of: record, on: run.boards, db)
            if estimates == nil { isComplete = false }
            let costs = run.boardCosts(estimates, accuracy: record.accuracy, loss: record.loss, metrics: record.metrics)
            let mayBeBest = isComparable && costs?.boards[0] != nil
            tally.add(trial: record.number, accuracy: mayBeBest ? record.accuracy : nil, seconds: record.seconds ?? 0)
            let first = costs?.first.map { $0 } ?? [Double?](repeating: nil, count: run.objectives.count)
            try update.execute(arguments: StatementArguments(first) + [costs?.excess ?? 0, record.number])
            if isComparable, let costs { _ = fronts.insert(trial: record.number, costs: costs.boards) }
        }
        tally.seconds += try Double.fetchOne(db, sql: "SELECT sum(seconds) FROM retraining") ?? 0
        try db.execute(sql: "DELETE FROM tally; DELETE FROM front_member; UPDATE board SET worst_costs = NULL")
        try add(tally, db)
        try markBudgetKept(db)
        for (board, front) in fronts.fronts.enumerated() {
            for member in front.members { try apply(FrontChange(board: board, joined: member.trial, left: []), db) }
            if let worst = fronts.worst[board] { try setWorst(worst, board: board, db) }
        }
        if !isComplete { try forgetCosts(db) }
    }

    /// A trial's estimates on all boards; nil where some are not known.
    ///
    /// - Parameter record: with its estimate on the first of them.
    private static func estimates(of record: TrialRecord, on boards: [RunBoard], _ db: Database) throws -> BoardEstimates? {
        let estimates = try boards.indices.map { $0 == 0 ? record.estimate : try estimate(of: record.number, on: boards[$0], db) }
        return BoardEstimates(estimates)
    }

    /// Whether the fronts and the best that are kept are of networks that keep the budget. Databases of before, of a fork with another
    /// budget or of several boards, have others among them.
    public func keptFrontsFit() throws(StoreError) -> Bool {
        try Self.translating(path) {
            try queue.read { db in
                if try Self.tally(db).isWithinBudget { return true }
                let sql = "SELECT EXISTS (SELECT 1 FROM trial WHERE excess > 0) OR (SELECT count(*) FROM board) > 1"
                return try Bool.fetchOne(db, sql: sql) == false
            }
        }
    }

    /// Counts anew, where everything is known now.
    func recount() throws(StoreError) { try write(Self.recount) }
}
