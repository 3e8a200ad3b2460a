import CostModel
import Foundation
import NAS
import SearchTestWorker
import Testing

@testable import Search

/// A copy of a run, also of one under way: whole, with the weights that it names, and it goes on as the run does.
@Suite struct CopyTests {
    private static var run: ToyRun {
        var run = ToyRun()
        run.fidelity = .epochs(9)
        run.plan = TrainingPlan(rungs: [3], retrainingShare: 0.2)
        run.trials = 14
        return run
    }

    private func files(_ path: String) throws -> [String] { try RunFacts.weights(path).filter { $0.hasSuffix(".safetensors") } }

    private func expectWhole(_ path: String) throws {
        let store = try Store.read(at: path)
        let named = try store.trials().compactMap(\.weightsFile) + store.retrainings().compactMap(\.weightsFile)
        #expect(Set(named).isSubset(of: try RunFacts.weights(path)))
    }

    @Test func ofARunThatIsDone() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("a.db")
        try Self.run.search(path, workers: 2)
        let report = try Store.read(at: path).copy(to: folder.file("in/side/b.db"))
        let count = try RunFacts(path).lines.count
        #expect(report.missing.isEmpty && report.trials == count)
        #expect(try RunFacts(folder.file("in/side/b.db")) == RunFacts(path))
        #expect(try files(folder.file("in/side/b.db")) == files(path))
        let made = try FileManager.default.contentsOfDirectory(atPath: folder.file("in/side")).filter {
            !$0.hasSuffix("-wal") && !$0.hasSuffix("-shm")
        }
        #expect(made.sorted() == ["b.db", "b.weights"])
        // Neither the database nor its weights are written over.
        for name in ["in/side/b.db", "in/side/b"] {
            let error = #expect(throws: StoreError.self) { try Store.read(at: path).copy(to: folder.file(name)) }
            #expect(error?.kind == .exists)
        }
        try FileManager.default.createDirectory(atPath: folder.file("c.weights"), withIntermediateDirectories: true)
        #expect(throws: StoreError.self) { try Store.read(at: path).copy(to: folder.file("c.db")) }
        #expect(!FileManager.default.fileExists(atPath: folder.file("c.db")))
    }

    /// At each moment at which the search tells something, in the middle of the loop that writes.
    @Test func ofARunUnderWay() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("a.db")
        var copies: [String] = []
        var events = 0
        try Self.run.search(path, workers: 2) { event in
            switch event {
            case .finished, .front, .retrained, .tested, .beganRetraining: break
            default: return
            }
            events += 1
            guard events % 5 == 1 else { return }
            let copy = folder.file("copy-\(events).db")
            do {
                let report = try Store.read(at: path).copy(to: copy)
                #expect(report.missing.isEmpty)
                copies.append(copy)
            } catch { Issue.record("\(event): \(error)") }
        }
        #expect(copies.count > 8)
        let expected = try RunFacts(path)
        for copy in copies {
            try expectWhole(copy)
            try Self.run.search(copy, workers: 3)
            #expect(try RunFacts(copy) == expected)
            #expect(try files(copy) == files(path))
        }
    }

    /// Again and again, by another thread, whatever the search does meanwhile.
    @Test func atAnyMoment() async throws {
        let folder = try TemporaryFolder()
        let path = folder.file("a.db")
        var run = ToyRun()
        run.trials = 120
        run.context.meanDelaySeconds = 0.001
        _ = try Store.create(at: path, run: try run.definition())
        let copying = Task.detached { () -> [String] in
            var copies: [String] = []
            while copies.count < 25 {
                let copy = folder.file("copy-\(copies.count).db")
                let report = try Store.read(at: path).copy(to: copy)
                #expect(report.missing.isEmpty)
                copies.append(copy)
            }
            return copies
        }
        try run.search(path, workers: 3)
        let copies = try await copying.value
        let expected = try RunFacts(path)
        for copy in copies { try expectWhole(copy) }
        for copy in copies.prefix(3) {
            try run.search(copy, workers: 2)
            #expect(try RunFacts(copy) == expected)
        }
    }

    @Test func whatIsNotThereIsSaid() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("a.db")
        try Self.run.search(path, workers: 2)
        let lost = try #require(try Store.read(at: path).front().first?.weightsFile)
        try FileManager.default.removeItem(atPath: Store.weightsFolder(of: path) + "/" + lost)
        let report = try Store.read(at: path).copy(to: folder.file("b.db"))
        #expect(report.missing == [lost])
        try Self.run.search(folder.file("b.db"), workers: 1)
        #expect(try files(folder.file("b.db")).contains(lost))
    }

    /// A database that was just made can be taken away whole, and no other.
    @Test func whatIsDiscardedLeavesNothing() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("deep/er/a.db")
        let store = try Store.create(at: path, run: try ToyRun().definition())
        try RunFiles(folder: store.weightsFolder).makeFolder()
        store.discard()
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
        // One that is opened stays, and one that came into its place.
        _ = try Store.create(at: path, run: try ToyRun().definition())
        try Store.open(at: path).discard()
        #expect(FileManager.default.fileExists(atPath: path))
        let moved = try Store.create(at: folder.file("deep/b.db"), run: try ToyRun().definition())
        #expect(rename(path, moved.path) == 0)
        moved.discard()
        #expect(FileManager.default.fileExists(atPath: moved.path))
    }
}
