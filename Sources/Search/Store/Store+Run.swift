internal import CostModel
internal import Foundation
internal import GRDB
internal import NAS
public import NetworkGraph
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
            ("class_counts", run.data.classCounts.map { StoreEncoding.text($0) }),
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

    /// The space that trials are proposed in now.
    func space(_ db: Database) throws -> SpaceVersion {
        if let presentSpace { return presentSpace }
        let space = try Self.spaceVersion(try Self.runRow(db).integer("space_version", in: StoredRange.count), db)
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
        guard !differences.isEmpty || stored.context != definition.context else { return try learn(definition.data.classCounts) }
        presentSpace = nil
        try write { db in
            let before = try Self.run(db)
            for difference in differences {
                let texts: (String, String) =
                    switch difference.part {
                    case .space: (before.space.text, definition.space.text)
                    case .board: (Self.targets(before.boards), Self.targets(definition.boards))
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
            var version = try Self.runRow(db).integer("space_version", in: StoredRange.count)
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

    /// Keeps how many examples of each class the run's data have, where that is not known: the run began in a database of before.
    public func learn(_ classCounts: ClassCounts?) throws(StoreError) {
        guard let classCounts, try run().data.classCounts == nil else { return }
        try write { db in try db.execute(sql: "UPDATE run SET class_counts = ?", arguments: [StoreEncoding.text(classCounts)]) }
    }

    /// The targets of all boards, for the log of changes; one alone stands by itself.
    private static func targets(_ boards: [RunBoard]) -> String {
        boards.count == 1 ? StoreEncoding.text(boards[0].target) : StoreEncoding.text(boards.map(\.target))
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

    private static let endings = ["trials", "everything_tried", "nothing_new_found"]

    /// Why the run ended; nil while there is something to do.
    public func ending() throws(StoreError) -> String? {
        try Self.translating(path) {
            try queue.read { db in
                let row = try Self.runRow(db)
                guard let ending: String = try row.valueIfAny("ended") else { return nil }
                guard Self.endings.contains(ending) else { throw row.unreadable("ended") }
                return ending
            }
        }
    }

    func write<Result>(_ body: (Database) throws -> Result) throws(StoreError) -> Result {
        precondition(isWritable, "a reader never writes")
        try check?.wait()
        return try Self.translating(path) { try queue.write(body) }
    }

    static func now() -> Double { Date().timeIntervalSince1970 }
}
