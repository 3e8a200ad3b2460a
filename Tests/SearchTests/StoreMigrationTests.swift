import Foundation
import GRDB
import NAS
import SearchTestWorker
import TestSupport
import Testing

@testable import Search

/// A database that nas wrote before version 2: 30 trials of the toy run, 21 of them finished when it was killed.
@Suite struct StoreMigrationTests {
    private static let old = SharedData.packageRoot.appendingPathComponent("Tests/SearchTests/Databases/version-1.db").path

    private func copy(_ folder: TemporaryFolder) throws -> String {
        try FileManager.default.copyItem(atPath: Self.old, toPath: folder.file("a.db"))
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

    @Test func itIsReadAndLeftAsItIs() throws {
        let folder = try TemporaryFolder()
        let path = try copy(folder)
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
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["a.db"])
    }

    @Test func itGoesOnAsTheRunThatItWas() throws {
        let folder = try TemporaryFolder()
        let path = try copy(folder)
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
