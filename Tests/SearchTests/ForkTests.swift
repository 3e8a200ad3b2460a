import CostModel
import Foundation
import NAS
import SearchTestWorker
import Support
import Testing

@testable import Search

/// A run that begins where another was, and trains nothing again that the other has trained.
@Suite struct ForkTests {
    private static var run: ToyRun {
        var run = ToyRun()
        run.fidelity = .epochs(9)
        run.plan = TrainingPlan(rungs: [3], retrainingShare: 0.2)
        run.trials = 16
        run.context.misbehaving = ["nan": [4]]
        return run
    }

    private struct Searched {
        var started = 0
        var retrained = 0
    }

    @discardableResult
    private func search(_ store: Store, _ run: ToyRun, stopAfter: Int? = nil) throws -> Searched {
        var searched = Searched()
        var done = 0
        let stop = StopFlag()
        let driver = try run.driver(store, InlinePool(evaluator: ToyEvaluator(run.context))) { event in
            switch event {
            case .started: searched.started += 1
            case .retrained: searched.retrained += 1
            case .finished, .failed:
                done += 1
                if done == stopAfter { stop.raise() }
            default: break
            }
        }
        _ = try driver.search(until: stop)
        return searched
    }

    private func source(_ folder: TemporaryFolder) throws -> Store {
        let store = try Store.create(at: folder.file("source.db"), run: try Self.run.definition())
        try search(store, Self.run)
        return store
    }

    @Test(arguments: [0, 1, 12, 10_000]) func withTheSameSettingsItIsTheSameRun(count: Int) throws {
        let folder = try TemporaryFolder()
        let source = try source(folder)
        let fork = try Store.fork(try Store.read(at: source.path), at: folder.file("fork.db"), run: try source.run(), trials: count)
        #expect(try fork.tally().proposed == min(count, source.trials().count))
        let searched = try search(fork, Self.run)
        #expect(searched.started == 0, "nothing is trained again")
        #expect(try RunFacts(fork.path) == RunFacts(source.path))
        #expect(try fork.front().map(\.weightsFile) == source.front().map(\.weightsFile))
        func facts(_ store: Store) throws -> [String] {
            try store.retrainings().map {
                "\($0.trial) \($0.replicate) \($0.accuracy ?? -1) \($0.testAccuracy ?? -1) \($0.balancedAccuracy ?? -1) "
                    + "\($0.testBalancedAccuracy ?? -1) \($0.weightsFile ?? "")"
            }
        }
        #expect(try facts(fork) == facts(source))
        let kept = try RunFacts.weights(source.path).filter { $0.hasSuffix(".safetensors") }
        #expect(try RunFacts.weights(fork.path).filter { $0.hasSuffix(".safetensors") } == kept)
    }

    @Test func anotherBudgetReusesWhatIsTrained() throws {
        let folder = try TemporaryFolder()
        let source = try source(folder)
        var run = Self.run
        run.budget = try Budget("macs=1500")
        let fork = try Store.fork(source, at: folder.file("fork.db"), run: try run.definition(), trials: 8)
        let searched = try search(fork, run)
        let (before, after) = (try source.trials(), try fork.trials())
        #expect(after.prefix(8).map(\.candidateID) == before.prefix(8).map(\.candidateID))
        #expect(after.dropFirst(8).allSatisfy { ($0.estimate?.macs ?? .max) <= 1500 })
        let known = Set(before.map { "\($0.candidateID) \($0.fidelity)" })
        let fresh = after.dropFirst(8).filter { !known.contains("\($0.candidateID) \($0.fidelity)") }
        #expect(searched.started == fresh.count && fresh.count < after.count - 8)
        // What breaks the budget is known, and is trained on no more.
        let over = Set(after.prefix(8).filter { ($0.estimate?.macs ?? 0) > 1500 }.map(\.number))
        #expect(!over.isEmpty && !after.contains { $0.origin == .promotion && $0.number >= 8 && over.contains($0.parent ?? -1) })
        // A fork of the fork knows both.
        let second = try Store.fork(fork, at: folder.file("second.db"), run: try source.run(), trials: 0)
        #expect(try search(second, Self.run).started == 0)
    }

    @Test func interruptedItIsTheSameFork() throws {
        let folder = try TemporaryFolder()
        let source = try source(folder)
        var run = Self.run
        (run.strategy, run.objectives) = ("nsga2", [.accuracy, .macs, .storage])
        let whole = try Store.fork(source, at: folder.file("whole.db"), run: try run.definition(), trials: 5)
        try search(whole, run)
        for stopAfter in [1, 7, 20] {
            var stopped: Store? = try Store.fork(source, at: folder.file("\(stopAfter).db"), run: try run.definition(), trials: 5)
            if let stopped { try search(stopped, run, stopAfter: stopAfter) }
            stopped = nil
            try search(try Store.open(at: folder.file("\(stopAfter).db")), run)
            #expect(try RunFacts(folder.file("\(stopAfter).db")) == RunFacts(whole.path))
        }
        #expect(try Store.read(at: whole.path).front().allSatisfy { $0.fidelity == .epochs(9) })
    }

    @Test func theSourceIsLeftAsItIs() throws {
        let folder = try TemporaryFolder()
        var store: Store? = try source(folder)
        let definition = try store?.run()
        store = nil
        let path = folder.file("source.db")
        let before = try Data(contentsOf: URL(fileURLWithPath: path))
        _ = try Store.fork(try Store.read(at: path), at: folder.file("fork.db"), run: try #require(definition), trials: 3)
        #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == before)
        #expect(throws: StoreError.self) {
            _ = try Store.fork(try Store.read(at: path), at: folder.file("fork.db"), run: try #require(definition), trials: 3)
        }
    }
}
