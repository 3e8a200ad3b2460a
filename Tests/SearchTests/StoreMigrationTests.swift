import CostModel
import Foundation
import GRDB
import NAS
import NetworkGraph
import SearchTestWorker
import TestSupport
import Testing

@testable import Search

/// Databases that nas wrote when they were of earlier versions: 30 trials of the toy run, 21 of them finished when it was killed.
@Suite struct StoreMigrationTests {
    private func copy(_ folder: TemporaryFolder, version: Int = 1) throws -> String {
        let old = SharedData.packageRoot.appendingPathComponent("Tests/SearchTests/Databases/version-\(version).db").path
        try FileManager.default.copyItem(atPath: old, toPath: folder.file("a.db"))
        return folder.file("a.db")
    }

    private func search(_ path: String) throws {
        var run = ToyRun()
        run.trials = 30
        let store =
            FileManager.default.fileExists(atPath: path) ? try Store.open(at: path) : try Store.create(at: path, run: try run.definition())
        let context = run.context
        _ = try run.driver(store, InProcessPool(workers: 2) { ToyEvaluator(context) }).search()
    }

    @Test(arguments: [1, 2, 3]) func itIsReadAndLeftAsItIs(version: Int) throws {
        let folder = try TemporaryFolder()
        let path = try copy(folder, version: version)
        let before = try Data(contentsOf: URL(fileURLWithPath: path))
        let store = try Store.read(at: path)
        let trials = try store.trials()
        #expect(trials.count == 30 && trials.count { $0.state == .finished } == 21)
        #expect(
            trials.allSatisfy {
                $0.choices == ToyRun().space.choices(of: (try? ToyRun().space.architecture(shortForm: $0.architecture ?? ""))!)
            })
        #expect(trials.allSatisfy { $0.estimate != nil && $0.fidelity == .epochs(2) })
        let tally = try store.tally()
        #expect(tally.proposed == 30 && tally.finished == 21 && tally.failed == 0)
        let best = try #require(tally.best)
        #expect(best.accuracy == trials.compactMap(\.accuracy).max() && trials[best.trial].accuracy == best.accuracy)
        #expect(try Set(store.front().map(\.number)) == Set(trials.filter { $0.weightsFile != nil }.map(\.number)))
        #expect(try store.run().strategy == "evolution" && store.run().plan == TrainingPlan())
        withExtendedLifetime(store) {}
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
        // SQLite puts its shared memory beside what it reads as it is.
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(Set(files).subtracting(version == 1 ? [] : ["a.db-shm", "a.db-wal"]) == ["a.db"])
    }

    @Test(arguments: [1, 2, 3]) func itGoesOnAsTheRunThatItWas(version: Int) throws {
        let folder = try TemporaryFolder()
        let path = try copy(folder, version: version)
        try search(path)
        try search(folder.file("whole.db"))
        // All but what its weights, which are not here, would tell.
        func facts(_ path: String) throws -> [String] {
            try Store.read(at: path).trials().map {
                "\($0.number) \($0.architecture ?? "") \($0.parent ?? -1) \($0.state) \($0.accuracy ?? -1) \($0.rejections) \($0.weightsFile ?? "")"
            }
        }
        #expect(try facts(path) == facts(folder.file("whole.db")))
        #expect(try StoreFile.check(path) == StoreFile.version)
        // The tables are those of a new database.
        func tables(_ path: String) throws -> Set<String> {
            // A database of its own: a store closes its queue when it goes.
            let queue = try DatabaseQueue(path: path)
            return try queue.read { db in
                try Set(
                    String.fetchAll(
                        db,
                        sql: """
                            SELECT tables.name || '.' || columns.name || ' ' || columns.type
                            FROM sqlite_master AS tables JOIN pragma_table_info(tables.name) AS columns WHERE tables.type = 'table'
                            """))
            }
        }
        #expect(try tables(path) == tables(folder.file("whole.db")))
    }

    /// A quantity without columns of its own is kept with each estimate, and not known of trials that were proposed before there was a
    /// place for it.
    @Test(arguments: [1, 2]) func quantitiesThatCameLaterAreNotKnown(version: Int) throws {
        let folder = try TemporaryFolder()
        let path = try copy(folder, version: version)
        let later = CostQuantity.listed.filter(\.isFurther)
        for trial in try Store.read(at: path).trials() {
            let estimate = try #require(trial.estimate)
            for quantity in later { #expect(quantity.estimated(in: estimate) == nil) }
        }
        // Of version 1's space, which has no file, only options are known that a trial has taken: no new trial can be told.
        guard version > 1 else { return }
        var run = ToyRun()
        run.trials = 33
        let store = try Store.open(at: path)
        try store.extend(toTrials: run.trials)
        _ = try run.driver(store, InlinePool(evaluator: ToyEvaluator(run.context))).search()
        let costs = try run.costs()
        for trial in try store.trials() {
            let estimate = try #require(trial.estimate)
            let own = costs.estimate(try run.space.candidate(for: run.space.architecture(shortForm: try #require(trial.architecture))))
            #expect(trial.number < 30 || estimate == own)
            for quantity in later { #expect((quantity.estimated(in: estimate) == nil) == (trial.number < 30)) }
        }
        #expect(try store.trials().count == 33)
    }

    /// Balanced accuracy is not known of trials that were finished before there was a place for it, nor the data's counts by class.
    @Test(arguments: [1, 2, 3]) func balancedAccuracyIsOfNewTrials(version: Int) throws {
        let folder = try TemporaryFolder()
        let path = try copy(folder, version: version)
        let finished = 21
        func balanced() throws -> [Bool] { try Store.read(at: path).trials().map { $0.balancedAccuracy != nil } }
        #expect(try balanced() == [Bool](repeating: false, count: 30))
        #expect(
            try Store.read(at: path).run().data
                == .init(
                    name: "digits", fingerprint: "f00d", task: ToyRun().definition().data.task))
        #expect(try Store.read(at: path).curve(of: 1).allSatisfy { $0.validationAccuracy != nil && $0.validationBalancedAccuracy == nil })
        try search(path)
        let trials = try Store.read(at: path).trials()
        #expect(trials.map { $0.balancedAccuracy != nil } == trials.indices.map { $0 >= finished })
        #expect(try Store.read(at: path).curve(of: 25).allSatisfy { $0.validationBalancedAccuracy != nil })
        // The data have them, when they are loaded.
        let store = try Store.open(at: path)
        #expect(try !store.run().data.isImbalanced)
        let (counts, ending) = (ToyRun().classCounts, try store.ending())
        try store.learn(counts)
        try store.learn(ClassCounts(training: counts.test, validation: counts.test, test: counts.test))
        #expect(try store.run().data.classCounts == counts && store.run().data.isImbalanced)
        #expect(try store.ending() == ending)
    }

    /// A fork of a run that is read as it is knows what its source knew.
    @Test(arguments: [2, 3]) func aForkOfAnEarlierVersionHasItsTrials(version: Int) throws {
        let folder = try TemporaryFolder()
        let path = try copy(folder, version: version)
        var run = ToyRun()
        run.trials = 24
        let fork = try Store.fork(try Store.read(at: path), at: folder.file("fork.db"), run: try run.definition(), trials: 12)
        _ = try run.driver(fork, InlinePool(evaluator: ToyEvaluator(run.context))).search()
        let (before, after) = (try Store.read(at: path).trials(), try fork.trials())
        #expect(after.prefix(12).map(\.accuracy) == before.prefix(12).map(\.accuracy))
        // Also what it has not begun with, but its source has trained.
        let known = Set(before.filter { $0.state == .finished }.map(\.candidateID))
        #expect(after.allSatisfy { ($0.balancedAccuracy == nil) == known.contains($0.candidateID) } && after.count > known.count)
        #expect(try fork.run().data.isImbalanced)
        #expect(try StoreFile.check(path) == UInt32(version))
    }

    @Test(arguments: [
        ("{", "it is no JSON"), (#"{"balanced_accuracy":1.5}"#, "from 0 to 1"), (#"{"balanced_accuracy":nan}"#, "no number"),
        (#"{"balanced_accuracy":}"#, "no number"), ("{}", "no number"), (#"{balanced_accuracy:1}"#, "no number"),
    ])
    func anUnreadableMetricIsNamed(text: String, reason: String) throws {
        let folder = try TemporaryFolder()
        let store = try Store.open(at: try copy(folder, version: 3))
        try store.write { try $0.execute(sql: "UPDATE trial SET test_metrics = ? WHERE number = 3", arguments: [text]) }
        let error = #expect(throws: StoreError.self) { try store.trials() }
        #expect(error?.message.contains("column test_metrics of table trial has '\(text)': ") == true)
        #expect(error?.message.contains(reason) == true, "\(error as Any)")
        // What a newer program has put there is no matter.
        let newer = #"{"auc":17.5,"balanced_accuracy":0.25}"#
        try store.write { try $0.execute(sql: "UPDATE trial SET test_metrics = ? WHERE number = 3", arguments: [newer]) }
        #expect(try store.trials()[3].testBalancedAccuracy == 0.25)
    }

    @Test func anUnreadableQuantityIsNamed() throws {
        let folder = try TemporaryFolder()
        let path = try copy(folder, version: 2)
        let store = try Store.open(at: path)
        try store.write { try $0.execute(sql: "UPDATE estimate SET further = '{\"ram\":[1,2]}' WHERE trial = 3") }
        #expect(throws: StoreError.self) { try store.trials() }
        // What a newer program has put there is no matter.
        try store.write { try $0.execute(sql: "UPDATE estimate SET further = '{\"dust\":[1,2,3]}' WHERE trial = 3") }
        #expect(try store.trials().count == 30)
    }

    /// Its trials are of a space that has changed since: what they were is what their choices say.
    @Test func trialsOfAnEarlierSpaceKeepTheirChoices() throws {
        let folder = try TemporaryFolder()
        let path = try copy(folder)
        let odd = #"[["layers[0].width","w3"],["a \"new\" one","x"]]"#
        do {
            let queue = try DatabaseQueue(path: path)
            try queue.write { db in
                try db.execute(sql: "UPDATE trial SET architecture = NULL, choices = ? WHERE number = 4", arguments: [odd])
            }
        }
        let trials = try Store.open(at: path).trials()
        #expect(trials[4].architecture == nil)
        #expect(trials[4].choices == [Choice(decision: "layers[0].width", option: "w3"), Choice(decision: "a \"new\" one", option: "x")])
        #expect(trials[5].choices.count == 4 && trials[5].architecture != nil)
    }

    /// What is needed to go on is read before anything is changed.
    @Test(arguments: [1, 2, 3]) func aRunThatCannotGoOnIsNotMigrated(version: Int) throws {
        struct Refusal: Error {}
        let folder = try TemporaryFolder()
        let path = try copy(folder, version: version)
        let before = try Data(contentsOf: URL(fileURLWithPath: path))
        #expect(throws: Refusal.self) {
            _ = try Store.open(at: path) { store in
                #expect(try store.run().trials == 30 && store.trials().count == 30)
                throw Refusal()
            }
        }
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
        #expect(try StoreFile.check(path) == UInt32(version))
        // Nor one with a row that cannot be.
        do {
            let queue = try DatabaseQueue(path: path)
            try queue.writeWithoutTransaction { db in
                try db.execute(sql: "PRAGMA ignore_check_constraints = ON; UPDATE trial SET draws = -1 WHERE number = 7")
            }
        }
        let error = #expect(throws: StoreError.self) { _ = try Store.open(at: path) }
        #expect(error?.message.contains("column draws of table trial has '-1'") == true)
        #expect(try StoreFile.check(path) == UInt32(version))
    }

    /// Nothing of it stays where it cannot be finished.
    @Test func aMigrationThatFailsChangesNothing() throws {
        let folder = try TemporaryFolder()
        let path = try copy(folder)
        do {
            let queue = try DatabaseQueue(path: path)
            try queue.write { try $0.execute(sql: "UPDATE trial SET candidate_id = 'rubbish' WHERE number = 29") }
        }
        #expect(throws: StoreError.self) { _ = try Store.open(at: path) }
        #expect(throws: StoreError.self) { _ = try Store.read(at: path) }
        let queue = try DatabaseQueue(path: path)
        #expect(try queue.read { try Int.fetchOne($0, sql: "PRAGMA user_version") } == 1)
        #expect(try queue.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM trial WHERE choices IS NOT NULL") } == 30)
    }
}
