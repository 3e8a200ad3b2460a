internal import GRDB

/// The table `tally`: a row for each number of a `Tally` that is not 0.
extension Store {
    private static let failurePrefix = "failed:"

    /// Sums over all trials, in one consistent view with nothing else.
    public func tally() throws(StoreError) -> Tally {
        try Self.translating(path) { try queue.read(Self.tally) }
    }

    static func tally(_ db: Database) throws -> Tally {
        let values = try tallyRows(db)
        func count(_ name: String) -> Int { Int(values[name] ?? 0) }
        var tally = Tally()
        tally.proposed = count("proposed")
        tally.finished = count("finished")
        for reason in Failure.Reason.allCases where count(failurePrefix + reason.rawValue) > 0 {
            tally.failures[reason] = count(failurePrefix + reason.rawValue)
        }
        tally.rejections = Rejections(
            draws: count("draws"), overBudget: count("over_budget"), duplicates: count("duplicates"), invalid: count("invalid"))
        tally.seconds = values["seconds"] ?? 0
        if let trial = values["best_trial"], let accuracy = values["best_accuracy"] {
            tally.best = .init(trial: Int(trial), accuracy: accuracy)
        }
        tally.isOfPresentBoards = values["of_other_boards"] == nil
        tally.isWithinBudget = values["within_budget"] != nil
        try check(tally, db)
        return tally
    }

    private static let countNames = ["proposed", "finished", "draws", "over_budget", "duplicates", "invalid", "best_trial"]
    private static let otherNames = ["seconds", "best_accuracy", "of_other_boards", "within_budget"]

    private static func tallyRows(_ db: Database) throws -> [String: Double] {
        var values: [String: Double] = [:]
        for row in try Row.fetchAll(db, sql: "SELECT name, value FROM tally") {
            var reader = ColumnReader(row, of: "tally")
            let name: String = try reader.next()
            let isReason = name.hasPrefix(failurePrefix) && Failure.Reason(rawValue: String(name.dropFirst(failurePrefix.count))) != nil
            let isCount = isReason || countNames.contains(name)
            guard isCount || otherNames.contains(name) else { throw reader.unreadable(reason: "nothing of this name is counted") }
            let most = isCount ? Double(StoredRange.count.upperBound) : name == "best_accuracy" ? 1 : StoredRange.amount.upperBound
            let value = try reader.number(in: 0...most)
            guard !isCount || value == value.rounded() else { throw reader.unreadable(reason: "\(name) is a whole number") }
            values[name] = value
        }
        return values
    }

    /// What is counted is what is there, as far as that is seen at once.
    private static func check(_ tally: Tally, _ db: Database) throws {
        let last = try Int.fetchOne(db, sql: "SELECT max(number) FROM trial") ?? -1
        func wrong(_ name: String, _ value: Int, _ reason: String) -> UnreadableColumn {
            UnreadableColumn("tally", "value", "\(value)", reason: "\(name) cannot be that where \(reason)")
        }
        if tally.proposed != last + 1 { throw wrong("proposed", tally.proposed, "the last trial has number \(last)") }
        if tally.finished + tally.failed > tally.proposed {
            throw wrong("finished", tally.finished, "\(tally.failed) of \(tally.proposed) trials have failed")
        }
        if let best = tally.best, best.trial > last { throw wrong("best_trial", best.trial, "the last trial has number \(last)") }
    }

    /// Adds to the sums.
    static func add(_ tally: Tally, _ db: Database) throws {
        let counts = [
            ("proposed", tally.proposed), ("finished", tally.finished), ("draws", tally.rejections.draws),
            ("over_budget", tally.rejections.overBudget), ("duplicates", tally.rejections.duplicates),
            ("invalid", tally.rejections.invalid),
        ]
        var values = counts.map { ($0, Double($1)) } + [("seconds", tally.seconds)]
        for (reason, count) in tally.failures { values.append((failurePrefix + reason.rawValue, Double(count))) }
        let statement = try db.cachedStatement(
            sql: "INSERT INTO tally VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = value + excluded.value")
        for (name, value) in values where value != 0 { try statement.execute(arguments: [name, value]) }
        guard let best = tally.best else { return }
        if let known = try self.tally(db).best, !best.precedes(known) { return }
        try set("best_trial", Double(best.trial), db)
        try set("best_accuracy", best.accuracy, db)
    }

    /// Says that costs and fronts are of boards that are not the run's any more.
    static func forgetCosts(_ db: Database) throws {
        try set("of_other_boards", 1, db)
        let columns = StoreSchema.costColumns(try run(db).objectives.count).map { "\($0) = NULL" }.joined(separator: ", ")
        try db.execute(sql: "UPDATE trial SET \(columns); DELETE FROM front_member")
    }

    /// Says that fronts, worst costs and the best are of networks that keep the budget.
    static func markBudgetKept(_ db: Database) throws { try set("within_budget", 1, db) }

    private static func set(_ name: String, _ value: Double, _ db: Database) throws {
        try db.cachedStatement(sql: "INSERT OR REPLACE INTO tally VALUES (?, ?)").execute(arguments: [name, value])
    }
}
