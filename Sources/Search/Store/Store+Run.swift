internal import CostModel
internal import Foundation
internal import GRDB
internal import NAS
internal import NetworkGraph
internal import Support

extension Store {
    static func insert(_ run: RunDefinition, _ db: Database) throws {
        let version = try add(run.space, db)
        let columns = columns(of: run, spaceVersion: version) + [("id", 1), ("created_at", now())]
        try db.execute(
            sql: "INSERT INTO run (\(columns.map(\.0).joined(separator: ", "))) "
                + "VALUES (\(columns.map { _ in "?" }.joined(separator: ", ")))",
            arguments: StatementArguments(columns.map(\.1)))
        try replace(run.boards, db)
        try markBudgetKept(db)
    }

    private static func columns(of run: RunDefinition, spaceVersion: Int) -> [(String, (any DatabaseValueConvertible)?)] {
        [
            ("space_name", run.space.name), ("space_file", run.space.fileName), ("space_version", spaceVersion),
            ("data_name", run.data.name), ("data_fingerprint", run.data.fingerprint), ("task", StoreEncoding.text(run.data.task)),
            ("objectives", run.objectives.map(\.rawValue).joined(separator: ",")),
            ("strategy", run.strategy), ("strategy_settings", StoreEncoding.text(run.strategySettings)),
            ("seed", Int64(bitPattern: run.seed)), ("lookahead", run.lookahead),
            ("fidelity_unit", StoreEncoding.unit(run.fidelity)), ("fidelity", run.fidelity.count),
            ("training_plan", StoreEncoding.text(run.plan)), ("trials", run.trials),
            ("engine_version", run.engine.version), ("kernel_class", run.engine.kernelClass), ("blas_core", run.engine.blasCore),
            ("context", run.context),
        ]
    }

    /// What the run is.
    public func run() throws(StoreError) -> RunDefinition {
        try Self.translating(path) { try queue.read(Self.run) }
    }

    static func run(_ db: Database) throws -> RunDefinition {
        let joined = "SELECT * FROM run JOIN space_version ON space_version.version = run.space_version"
        guard let row = try Row.fetchOne(db, sql: joined) else { throw UnreadableColumn(column: "run", text: "nothing") }
        let boards = try boards(db)
        guard !boards.isEmpty else { throw UnreadableColumn(column: "board", text: "nothing") }
        let objectives: String = row["objectives"]
        var run = RunDefinition(
            space: .init(
                name: row["space_name"], fileName: row["space_file"], text: row["space_text"],
                hash: try StoreEncoding.hash(row["space_hash"], "space_hash"),
                decisions: try spaceVersion(row["space_version"], db).decisions),
            data: .init(
                name: row["data_name"], fingerprint: row["data_fingerprint"], task: try StoreEncoding.value(TaskShape.self, row["task"])),
            boards: boards, objectives: try Objective.parse(objectives), strategy: row["strategy"],
            fidelity: try StoreEncoding.fidelity(row["fidelity"], unit: row["fidelity_unit"]), trials: row["trials"],
            engine: .init(version: row["engine_version"], kernelClass: row["kernel_class"], blasCore: row["blas_core"]))
        run.strategySettings = try StoreEncoding.value([String: Double].self, row["strategy_settings"])
        (run.seed, run.lookahead) = (UInt64(bitPattern: row["seed"] as Int64), row["lookahead"])
        run.plan = try StoreEncoding.value(TrainingPlan.self, row["training_plan"])
        run.context = row["context"]
        return run
    }

    /// Of all fidelities of the run.
    static func fidelityUnit(_ db: Database) throws -> String {
        guard let unit = try String.fetchOne(db, sql: "SELECT fidelity_unit FROM run") else {
            throw UnreadableColumn(column: "run", text: "nothing")
        }
        return unit
    }

    /// The space that trials are proposed in now.
    func space(_ db: Database) throws -> SpaceVersion {
        if let presentSpace { return presentSpace }
        guard let version = try Int.fetchOne(db, sql: "SELECT space_version FROM run") else {
            throw UnreadableColumn(column: "run", text: "nothing")
        }
        let space = try Self.spaceVersion(version, db)
        presentSpace = space
        return space
    }

    /// Gives the run another number of trials; it is then not ended any more, if there is something left to do.
    public func extend(toTrials trials: Int) throws(StoreError) {
        try write { db in try db.execute(sql: "UPDATE run SET trials = ?, ended = NULL", arguments: [trials]) }
    }

    /// Goes on with another space, board or data set than the run began with, because the user said so. What was is kept in
    /// the table `change`. Trials keep their choices by name; their short forms become the new space's, where they have one.
    public func adopt(_ definition: RunDefinition, space: any CandidateSpace) throws(StoreError) {
        let stored = try run()
        let differences = stored.differences(to: definition).filter(\.isRefused)
        guard !differences.isEmpty || stored.context != definition.context else { return }
        presentSpace = nil
        try write { db in
            let before = try Self.run(db)
            for difference in differences {
                let texts: (String, String) =
                    switch difference.part {
                    case .space: (before.space.text, definition.space.text)
                    case .board: (StoreEncoding.text(before.boards[0].target), StoreEncoding.text(definition.boards[0].target))
                    case .data, .engine: (before.data.fingerprint, definition.data.fingerprint)
                    }
                try db.execute(
                    sql: "INSERT INTO change (changed_at, part, before, after) VALUES (?, ?, ?, ?)",
                    arguments: [Self.now(), difference.part.rawValue, texts.0, texts.1])
            }
            var adopted = before
            adopted.space = definition.space
            adopted.data = definition.data
            adopted.boards = definition.boards
            adopted.context = definition.context
            var version = try Int.fetchOne(db, sql: "SELECT space_version FROM run") ?? 0
            if before.space.hash != adopted.space.hash { version = try Self.add(adopted.space, db) }
            let columns = Self.columns(of: adopted, spaceVersion: version)
            try db.execute(
                sql: "UPDATE run SET \(columns.map { "\($0.0) = ?" }.joined(separator: ", ")), ended = NULL",
                arguments: StatementArguments(columns.map(\.1)))
            if before.boards != adopted.boards {
                try Self.replace(adopted.boards, db)
                try Self.forgetCosts(db)
            }
            if before.space.hash != adopted.space.hash { try Self.translate(into: space, db) }
        }
    }

    /// Gives trials the short forms that their choices have in another space.
    private static func translate(into space: any CandidateSpace, _ db: Database) throws {
        try db.execute(sql: "UPDATE trial SET as_proposed = architecture WHERE as_proposed IS NULL")
        let update = try db.cachedStatement(sql: "UPDATE trial SET architecture = ? WHERE number = ?")
        try forEachTrial(db, on: nil) { trial in
            let architecture = try? space.architecture(choices: trial.choices)
            try update.execute(arguments: [architecture?.description, trial.number])
        }
    }

    /// Why the run ended; nil while there is something to do.
    public func ending() throws(StoreError) -> String? {
        try Self.translating(path) { try queue.read { try String.fetchOne($0, sql: "SELECT ended FROM run") } }
    }

    func write<Result>(_ body: (Database) throws -> Result) throws(StoreError) -> Result {
        precondition(isWritable, "a reader never writes")
        try check?.wait()
        return try Self.translating(path) { try queue.write(body) }
    }

    static func now() -> Double { Date().timeIntervalSince1970 }
}
