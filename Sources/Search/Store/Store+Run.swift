internal import CostModel
internal import Foundation
internal import GRDB
internal import NAS
internal import Support

extension Store {
    static func insert(_ run: RunDefinition, _ db: Database) throws {
        let columns = try columns(of: run) + [("id", 1), ("created_at", now())]
        try db.execute(
            sql: "INSERT INTO run (\(columns.map(\.0).joined(separator: ", "))) "
                + "VALUES (\(columns.map { _ in "?" }.joined(separator: ", ")))",
            arguments: StatementArguments(columns.map(\.1)))
        try replace(run.furtherBoards, db)
    }

    private static func columns(of run: RunDefinition) throws -> [(String, (any DatabaseValueConvertible)?)] {
        [
            ("space_name", run.space.name), ("space_file", run.space.fileName), ("space_text", run.space.text),
            ("space_hash", run.space.hash.description),
            ("data_name", run.data.name), ("data_fingerprint", run.data.fingerprint), ("task", StoreEncoding.text(run.data.task)),
            ("board_name", run.target.board.name), ("target", StoreEncoding.text(run.target)),
            ("profile_hash", run.profileHash.description),
            ("budget", StoreEncoding.text(run.budget)), ("mission", run.mission.map { StoreEncoding.text($0) }),
            ("objectives", run.objectives.map(\.rawValue).joined(separator: ",")),
            ("strategy", run.strategy), ("strategy_settings", StoreEncoding.text(run.strategySettings)),
            ("seed", Int64(bitPattern: run.seed)), ("lookahead", run.lookahead), ("fidelity", StoreEncoding.text(run.fidelity)),
            ("trials", run.trials),
            ("engine_version", run.engine.version), ("kernel_class", run.engine.kernelClass), ("blas_core", run.engine.blasCore),
            ("context", run.context),
        ]
    }

    /// What the run is.
    public func run() throws(StoreError) -> RunDefinition {
        try Self.translating(path) {
            try queue.read { db in
                guard let row = try Row.fetchOne(db, sql: "SELECT * FROM run") else {
                    throw StoreError(.corrupt, "the database has no run", path: path)
                }
                return try Self.run(row, db)
            }
        }
    }

    private static func run(_ row: Row, _ db: Database) throws -> RunDefinition {
        let objectives: String = row["objectives"]
        var run = RunDefinition(
            space: .init(name: row["space_name"], fileName: row["space_file"], text: row["space_text"], hash: try hash(row, "space_hash")),
            data: .init(
                name: row["data_name"], fingerprint: row["data_fingerprint"], task: try StoreEncoding.value(TaskShape.self, row["task"])),
            target: try StoreEncoding.value(Target.self, row["target"]), profileHash: try hash(row, "profile_hash"),
            budget: try StoreEncoding.value(Budget.self, row["budget"]),
            mission: try (row["mission"] as String?).map { try StoreEncoding.value(Mission.self, $0) },
            objectives: try Objective.parse(objectives), strategy: row["strategy"],
            strategySettings: try StoreEncoding.value([String: Double].self, row["strategy_settings"]),
            seed: UInt64(bitPattern: row["seed"] as Int64), lookahead: row["lookahead"],
            fidelity: try StoreEncoding.fidelity(row["fidelity"]), trials: row["trials"],
            engine: .init(version: row["engine_version"], kernelClass: row["kernel_class"], blasCore: row["blas_core"]),
            context: row["context"])
        run.furtherBoards = try furtherBoards(db)
        return run
    }

    static func hash(_ row: Row, _ column: String) throws -> StableHash {
        let text: String = row[column]
        guard let hash = StableHash(text) else { throw UnreadableColumn(column: column, text: text) }
        return hash
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
        try write { db in
            guard let row = try Row.fetchOne(db, sql: "SELECT * FROM run") else { return }
            let before = try Self.run(row, db)
            for difference in differences {
                let texts: (String, String) =
                    switch difference.part {
                    case .space: (before.space.text, definition.space.text)
                    case .board: (StoreEncoding.text(before.target), StoreEncoding.text(definition.target))
                    case .data, .engine: (before.data.fingerprint, definition.data.fingerprint)
                    }
                try db.execute(
                    sql: "INSERT INTO change (changed_at, part, before, after) VALUES (?, ?, ?, ?)",
                    arguments: [Self.now(), difference.part.rawValue, texts.0, texts.1])
            }
            var adopted = before
            adopted.space = definition.space
            adopted.data = definition.data
            adopted.target = definition.target
            adopted.profileHash = definition.profileHash
            adopted.furtherBoards = definition.furtherBoards
            adopted.context = definition.context
            let columns = try Self.columns(of: adopted)
            try db.execute(
                sql: "UPDATE run SET \(columns.map { "\($0.0) = ?" }.joined(separator: ", ")), ended = NULL",
                arguments: StatementArguments(columns.map(\.1)))
            try Self.replace(adopted.furtherBoards, db)
            for row in try Row.fetchAll(db, sql: "SELECT number, choices FROM trial") {
                let architecture = try? space.architecture(choices: try StoreEncoding.choices(row["choices"]))
                try db.execute(
                    sql: "UPDATE trial SET architecture = ? WHERE number = ?",
                    arguments: [architecture?.description, row["number"] as Int])
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

    /// Why the run ended; nil while there is something to do.
    public func ending() throws(StoreError) -> String? {
        try Self.translating(path) { try queue.read { try String.fetchOne($0, sql: "SELECT ended FROM run") } }
    }

    func write<Result>(_ body: (Database) throws -> Result) throws(StoreError) -> Result {
        precondition(isWritable, "a reader never writes")
        return try Self.translating(path) { try queue.write(body) }
    }

    static func now() -> Double { Date().timeIntervalSince1970 }
}
