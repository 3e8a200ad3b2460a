internal import GRDB

/// The table `tally`: a row for each number of a `Tally` that is not 0.
extension Store {
    private static let failurePrefix = "failed:"

    /// Sums over all trials, in one consistent view with nothing else.
    public func tally() throws(StoreError) -> Tally {
        try Self.translating(path) { try queue.read(Self.tally) }
    }

    static func tally(_ db: Database) throws -> Tally {
        var values: [String: Double] = [:]
        for row in try Row.fetchAll(db, sql: "SELECT name, value FROM tally") { values[row[0]] = row[1] }
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
        return tally
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
