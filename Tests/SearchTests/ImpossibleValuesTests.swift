import CostModel
import Foundation
import GRDB
import NAS
import SearchTestWorker
import Support
import Testing

@testable import Search

/// Databases with values that no run writes: each is refused where it is read, with the table and the column, and never ends the program.
@Suite struct ImpossibleValuesTests {
    private struct Column {
        let table: String
        let name: String
        let type: String
        /// Of the table.
        let key: [String]
    }

    /// Whose values can be anything: what people and machines are called, and seeds.
    private static let free: Set<String> = [
        "run.space_name", "run.space_file", "run.data_name", "run.data_fingerprint", "run.engine_version", "run.kernel_class",
        "run.blas_core", "run.seed", "trial.failure_message", "retraining.failure_message", "known_result.failure_message",
        "known_result.weights_path", "estimator.source", "session.engine_version", "session.kernel_class", "session.blas_core",
        "session_energy.source", "session_energy.measured_at", "curve_point.training_loss", "curve_point.validation_loss",
        // Read by the program around the search.
        "run.context", "run.strategy", "space_version.space_text",
        // Nothing asks for a row that has another key.
        "run.id", "curve_point.trial", "estimate.trial", "estimate.estimator", "estimator.number", "estimator.profile_hash",
    ]

    /// Noticed by what names them, or by what they name.
    private static let elsewhere: Set<String> = ["space_version.version", "known_result.candidate_id", "trial.number"]

    private static func impossible(_ column: Column) -> [String] {
        switch (column.table + "." + column.name, column.type) {
        case ("trial.weights_file", _), ("retraining.weights_file", _): ["'../a'", "''"]
        // Sums that would not fit are the largest number.
        case ("estimate.macs", _), ("estimate.parameters", _): ["-1"]
        case ("run.trials", _): ["0", "-1"]
        case (_, "INTEGER"): ["-1", "4611686018427387904"]
        case (_, "REAL"): ["-1e300", "9e999"]
        case (_, "BLOB"): ["x'01'"]
        default: ["'{'", "'nothing of the kind'"]
        }
    }

    /// One that has something in every table: trials that failed, that were trained anew, and that another run has trained.
    private static func source(_ folder: TemporaryFolder) throws -> String {
        var run = run
        var options = SearchDriver.Options()
        options.energy = { SessionEnergy(source: "meter", measuredAt: "5 V", joules: 5, seconds: 1) }
        let first = try Store.create(at: folder.file("first.db"), run: try run.definition(), durability: .off)
        _ = try run.driver(first, InlinePool(evaluator: ToyEvaluator(run.context)), options: options).search()
        run.trials = 24
        let fork = try Store.fork(first, at: folder.file("a.db"), run: try run.definition(), trials: 12, durability: .off)
        _ = try run.driver(fork, InlinePool(evaluator: ToyEvaluator(run.context)), options: options).search()
        return fork.path
    }

    private static var run: ToyRun {
        var run = ToyRun()
        run.fidelity = .epochs(9)
        run.plan = TrainingPlan(rungs: [3], retrainingShare: 0.2)
        run.trials = 16
        run.furtherBudget = Budget()
        run.context.misbehaving = ["nan": [4]]
        return run
    }

    private static func columns(_ path: String) throws -> [Column] {
        let queue = try DatabaseQueue(path: path)
        return try queue.read { db in
            try String.fetchAll(db, sql: "SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'change' ORDER BY name")
                .flatMap { table in
                    let key = try db.primaryKey(table).columns
                    return try db.columns(in: table).map { Column(table: table, name: $0.name, type: $0.type, key: key) }
                }
        }
    }

    /// A copy in which one row has this value, where it has anything.
    private static func changed(_ path: String, _ column: Column, to value: String, in folder: TemporaryFolder) throws -> String {
        let key = column.key.joined(separator: ", ")
        return try changed(
            path,
            """
            UPDATE \(column.table) SET \(column.name) = \(value)
            WHERE (\(key)) IN (SELECT \(key) FROM \(column.table) ORDER BY \(column.name) IS NULL, \(column.name) DESC LIMIT 1)
            """, in: folder)
    }

    private static func changed(_ path: String, _ sql: String, in folder: TemporaryFolder) throws -> String {
        let copy = folder.file("\(UUID().uuidString).db")
        try FileManager.default.copyItem(atPath: path, toPath: copy)
        let queue = try DatabaseQueue(path: copy)
        try queue.writeWithoutTransaction { db in
            try db.execute(sql: "PRAGMA ignore_check_constraints = ON")
            try db.execute(sql: sql)
            #expect(db.changesCount == 1, "\(sql)")
        }
        try queue.close()
        return copy
    }

    /// As all commands that look at a run.
    private static func readAll(_ path: String) throws {
        let store = try Store.read(at: path)
        try store.readAll()
        _ = (try store.front(), try store.trainings(), try store.failedTrials(), try store.keptFrontsFit())
        for trial in try store.trials() {
            _ = try store.curve(of: trial.number)
            for (fidelity, replicate) in [(trial.fidelity, trial.replicate), (.epochs(18), 1), (.epochs(18), 2)] {
                _ = try store.knownResult(trial.candidateID, fidelity, replicate: replicate)
            }
        }
    }

    /// As `nas resume`, and to its end.
    private static func goOn(_ path: String) throws {
        let store = try Store.open(at: path, durability: .off)
        var run = run
        // What it is to have is read before it gets more.
        _ = try store.run()
        run.trials = 30
        try store.extend(toTrials: run.trials)
        _ = try run.driver(store, InlinePool(evaluator: ToyEvaluator(run.context))).search()
    }

    private static func error(_ body: () throws -> Void) throws -> StoreError? {
        do {
            try body()
            return nil
        } catch { return try #require(error as? StoreError, "\(error)") }
    }

    @Test func everyColumnOfEveryTableIsChecked() throws {
        let folder = try TemporaryFolder()
        let path = try Self.source(folder)
        #expect(try Self.error { try Self.readAll(path) } == nil)
        let columns = try Self.columns(path)
        #expect(columns.count > 100)
        for column in columns {
            let name = "\(column.table).\(column.name)"
            for value in Self.impossible(column) {
                let copy = try Self.changed(path, column, to: value, in: folder)
                let looked = try Self.error { try Self.readAll(copy) }
                if !Self.free.contains(name), !Self.onlyToGoOn.contains(name) {
                    #expect(looked?.kind == .corrupt, "\(name) = \(value)")
                    #expect(looked?.path == (ResolvedPath.of(copy)), "\(name) = \(value)")
                    if !Self.elsewhere.contains(name) {
                        #expect(
                            looked?.message.contains("column \(column.name) of table \(column.table) has") == true,
                            "\(name): \(looked as Any)")
                    }
                }
                let resumed = try Self.error { try Self.goOn(copy) }
                #expect(resumed.map { $0.kind == .corrupt } ?? true, "\(name) = \(value): \(resumed as Any)")
                if Self.neededToGoOn.contains(name) { #expect(resumed != nil, "\(name) = \(value)") }
                try? FileManager.default.removeItem(atPath: copy)
            }
        }
    }

    /// What two columns of a trial say has to agree; a resumed search writes nothing before it is seen.
    @Test(arguments: ["cost_1 = NULL", "state = 'proposed'"]) func aFinishedTrialIsWhole(change: String) throws {
        let folder = try TemporaryFolder()
        let path = try Self.source(folder)
        let copy = try Self.changed(
            path, "UPDATE trial SET \(change) WHERE number = (SELECT min(number) FROM trial WHERE state = 'finished')", in: folder)
        let sessions = try Store.read(at: copy).sessions().count
        let error = try Self.error { try Self.goOn(copy) }
        #expect(error?.kind == .corrupt, "\(error as Any)")
        #expect(error?.message.contains("column \(change.prefix { $0 != " " }) of table trial has") == true, "\(error as Any)")
        #expect(try Store.read(at: copy).sessions().count == sessions)
    }

    /// What only a strategy learns from.
    private static let onlyToGoOn: Set<String> = ["trial.cost_1", "trial.cost_2"]

    /// Some of what a search cannot go on without.
    private static let neededToGoOn: Set<String> = [
        "run.trials", "run.fidelity", "run.lookahead", "run.training_plan", "run.task", "run.objectives", "board.target", "board.budget",
        "trial.number", "trial.parent", "trial.architecture", "trial.fidelity", "trial.replicate", "trial.state", "trial.cost_1",
        "trial.cost_2",
        "trial.candidate_id", "front_member.trial", "tally.value", "retraining.trial", "retraining.fidelity", "known_result.fidelity",
    ]

    /// JSON that can be read, and says what cannot be.
    @Test(arguments: [
        ("run", "training_plan", #""reduction" : 3"#, #""reduction" : 0"#),
        ("run", "training_plan", #""retrainingLength" : 2"#, #""retrainingLength" : 0"#),
        ("run", "training_plan", #""retrainingShare" : 0.2"#, #""retrainingShare" : 1"#),
        ("run", "training_plan", "3\n", "90\n"),
        ("run", "task", #""classes" : 10"#, #""classes" : 0"#),
        ("run", "class_counts", "144,", "-1,"),
        ("run", "class_counts", "144,", ""),
        ("run", "class_counts", "144,", "1e30,"),
        ("run", "strategy_settings", "{", #"{"a" : "nan""#),
        ("board", "target", #""threads" : 1,"#, #""threads" : 0,"#),
        ("space_version", "decisions", #""w0""#, #""other""#),
    ])
    func jsonIsCheckedToo(table: String, column: String, text: String, other: String) throws {
        let folder = try TemporaryFolder()
        var run = Self.run
        run.furtherBudget = nil
        let path = folder.file("a.db")
        do { _ = try Store.create(at: path, run: try run.definition(), durability: .off) }
        let queue = try DatabaseQueue(path: path)
        let before = try queue.read { try String.fetchOne($0, sql: "SELECT \(column) FROM \(table)") ?? "" }
        let after = before.replacing(text, with: other)
        try #require(after != before, "\(before)")
        try queue.write { try $0.execute(sql: "UPDATE \(table) SET \(column) = ?", arguments: [after]) }
        try queue.close()
        // A decision that has other options is one of another space: only its trials tell.
        if column == "decisions" { return }
        let error = try Self.error { _ = try Store.read(at: path).run() }
        #expect(error?.kind == .corrupt)
        #expect(error?.message.contains("column \(column) of table \(table) has") == true, "\(error as Any)")
        #expect(try Self.error { _ = try Store.open(at: path).run() } == error)
    }

    @Test func figuresOfABoardAreChecked() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("a.db")
        do { _ = try Store.create(at: path, run: try ToyRun().definition(), durability: .off) }
        for (figure, value) in [("ramMegabytes", "1e300"), ("ramMegabytes", "-1"), ("idleWatts", "-2")] {
            let sql = "UPDATE board SET target = json_set(target, '$.board.\(figure).value', \(value))"
            let copy = try Self.changed(path, sql, in: folder)
            let error = try Self.error { _ = try Store.read(at: copy).run() }
            #expect(error?.message.contains("column target of table board") == true, "\(figure) \(value)")
        }
        for runtimes in ["$.board.runtimes", "$.board.cpu"] {
            let copy = try Self.changed(path, "UPDATE board SET target = json_set(target, '\(runtimes)', json('[]'))", in: folder)
            #expect(try Self.error { _ = try Store.read(at: copy).run() }?.kind == .corrupt)
        }
    }

    /// The error says the file, the place and a way out.
    @Test func theErrorSaysWhereAndWhat() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("a.db")
        do { _ = try Store.create(at: path, run: try ToyRun().definition(), durability: .off) }
        let copy = try Self.changed(path, "UPDATE run SET trials = -5", in: folder)
        let error = try #require(try Self.error { _ = try Store.read(at: copy).run() })
        #expect(error.message == "the database holds what this program did not write: column trials of table run has '-5'")
        #expect(error.hint == "restore a copy, or undo what was changed there")
        #expect(error.path == ResolvedPath.of(copy))
    }
}
