import CostModel
import Foundation
import SearchTestWorker
import TestSupport
import Testing

@testable import Search

/// One seed, one run: for any number of workers, any timing, any interruption.
@Suite struct ReplayTests {
    private static var run: ToyRun {
        var run = ToyRun()
        run.trials = 40
        run.context.meanDelaySeconds = 0.002
        run.context.misbehaving = ["nan": [3], "fail": [7, 20], "noWeights": [11], "unbalanced": [12]]
        return run
    }

    @Test(arguments: ["random", "evolution", "auto"]) func anyNumberOfWorkersGivesTheSameRun(strategy: String) throws {
        let folder = try TemporaryFolder()
        var run = Self.run
        run.strategy = strategy
        #expect(try run.search(folder.file("1.db"), workers: 1) == .trialsDone)
        let expected = try RunFacts(folder.file("1.db"))
        #expect(expected.lines.count == 40)
        #expect(expected.lines.filter { $0.contains(" failed ") }.count == 5)
        for workers in [2, 4, 12] {
            let path = folder.file("\(workers).db")
            #expect(try run.search(path, workers: workers) == .trialsDone)
            #expect(try RunFacts(path) == expected)
            #expect(try RunFacts.weights(path) == RunFacts.weights(folder.file("1.db")))
        }
        run.seed = 2
        _ = try run.search(folder.file("other.db"), workers: 2)
        #expect(try RunFacts(folder.file("other.db")) != expected)
    }

    @Test func interruptedAfterEveryTrialGivesTheSameRun() throws {
        let folder = try TemporaryFolder()
        _ = try Self.run.search(folder.file("whole.db"), workers: 1)
        let expected = try RunFacts(folder.file("whole.db"))
        for stopAfter in 1...39 where stopAfter < 12 || stopAfter % 5 == 0 {
            let path = folder.file("\(stopAfter).db")
            #expect(try Self.run.search(path, workers: 3, stopAfter: stopAfter) == .interrupted)
            #expect(try Self.run.search(path, workers: 2) == .trialsDone)
            #expect(try RunFacts(path) == expected, "stopped after \(stopAfter)")
        }
        // One trial a session.
        let path = folder.file("patient.db")
        var sessions = 1
        while try Self.run.search(path, workers: 2, stopAfter: 1) == .interrupted { sessions += 1 }
        #expect(sessions > 20)
        #expect(try RunFacts(path) == expected)
    }

    @Test func aRunThatIsExtendedIsTheLongerRun() throws {
        let folder = try TemporaryFolder()
        var run = Self.run
        _ = try run.search(folder.file("40.db"), workers: 2)
        run.trials = 23
        _ = try run.search(folder.file("23.db"), workers: 2)
        try Store.open(at: folder.file("23.db")).extend(toTrials: 40)
        #expect(try run.search(folder.file("23.db"), workers: 2) == .trialsDone)
        // The shorter run has measured its own front on the test split: that is all that may differ.
        func facts(_ path: String) throws -> [String] {
            try Store.read(at: path).trials().map {
                "\($0.number) \($0.architecture ?? "") \($0.state) \($0.accuracy ?? -1) \($0.weightsFile ?? "")"
            }
        }
        #expect(try facts(folder.file("23.db")) == facts(folder.file("40.db")))
    }

    @Test func theFrontHasItsWeightsAndItsTestAccuracyAndNoOtherHas() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("a.db")
        var fronts: [ParetoFront] = []
        _ = try Self.run.search(path, workers: 2) { if case .front(let front, _, _) = $0 { fronts.append(front) } }
        let store = try Store.read(at: path)
        let trials = try store.trials()
        let front = Set(try #require(fronts.last).members.map(\.trial))
        #expect(front == Set(trials.filter { $0.weightsFile != nil }.map(\.number)))
        #expect(front == Set(trials.filter { $0.testAccuracy != nil }.map(\.number)))
        #expect(try RunFacts.weights(path) == trials.compactMap(\.weightsFile).sorted())
        for trial in trials where trial.weightsFile != nil {
            let text = try String(contentsOfFile: store.weightsFolder + "/" + (trial.weightsFile ?? ""), encoding: .utf8)
            #expect(text == trial.architecture)
        }
        // Finished again: nothing is trained, nothing changes.
        let facts = try RunFacts(path)
        var events = 0
        #expect(try Self.run.search(path, workers: 2) { if case .started = $0 { events += 1 } } == .trialsDone)
        #expect(events == 0)
        #expect(try RunFacts(path) == facts)
    }

    @Test func whatAKilledProcessLeftIsSweptAway() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("a.db")
        _ = try Self.run.search(path, workers: 2, stopAfter: 15)
        let weights = Store.weightsFolder(of: path)
        for name in [
            "trial-000099.safetensors", "trial-000001.checkpoint", "trial-000002.safetensors.tmp", "mine.txt", "trial-17.checkpoint",
        ] {
            _ = FileManager.default.createFile(atPath: weights + "/" + name, contents: Data())
        }
        _ = try Self.run.search(path, workers: 2)
        let names = try RunFacts.weights(path)
        #expect(names.contains("mine.txt"))
        let kept = try Store.read(at: path).trials().compactMap(\.weightsFile).sorted()
        #expect(names.filter { $0 != "mine.txt" } == kept)
    }

    @Test func aSpaceThatIsUsedUpEndsWell() throws {
        let folder = try TemporaryFolder()
        var run = ToyRun()
        run.depth = 2
        run.trials = 100
        #expect(try run.search(folder.file("a.db"), workers: 2) == .exhausted(.everythingTried))
        let store = try Store.open(at: folder.file("a.db"))
        #expect(try store.trials().count == run.space.distinctCount)
        #expect(try store.ending() == "everything_tried")
    }

    @Test func timeUpCanBeResumed() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("a.db")
        var run = Self.run
        run.context.meanDelaySeconds = 0.02
        let store = try Store.create(at: path, run: try run.definition())
        let context = run.context
        var options = SearchDriver.Options()
        options.maximumSeconds = 0.15
        let driver = try run.driver(store, InProcessPool(workers: 2) { ToyEvaluator(context) }, options: options)
        #expect(try driver.search() == .timeUp)
        let done = try store.trials().filter { $0.state != .proposed }.count
        #expect(done > 0 && done < 40)
        withExtendedLifetime(driver) {}
    }

    /// The test split is looked at once, when the run is done: a front of before may lose its members.
    @Test func timeUpLeavesTheTestSplitAlone() throws {
        let folder = try TemporaryFolder()
        var run = Self.run
        _ = try run.search(folder.file("whole.db"), workers: 2)
        run.context.meanDelaySeconds = 0.01
        let path = folder.file("a.db")
        let context = run.context
        var options = SearchDriver.Options()
        options.maximumSeconds = 0.1
        var end: SearchEnd?
        var sessions = 0
        while end != .trialsDone, sessions < 200 {
            let store = sessions == 0 ? try Store.create(at: path, run: try run.definition()) : try Store.open(at: path)
            end = try run.driver(store, InProcessPool(workers: 2) { ToyEvaluator(context) }, options: options).search()
            sessions += 1
            if end == .timeUp { #expect(try store.trials().allSatisfy { $0.testAccuracy == nil }) }
        }
        #expect(sessions > 1 && end == .trialsDone)
        #expect(try RunFacts(path) == RunFacts(folder.file("whole.db")))
    }

    @Test func anotherEngineMarksItsTrials() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("a.db")
        _ = try Self.run.search(path, workers: 1, stopAfter: 10)
        let store = try Store.open(at: path)
        var options = SearchDriver.Options()
        options.engine = .init(version: "2", kernelClass: "none", blasCore: "none")
        var warnings: [String] = []
        let driver = try Self.run.driver(store, InlinePool(evaluator: ToyEvaluator(Self.run.context)), options: options) {
            if case .warning(let text) = $0 { warnings.append(text) }
        }
        _ = try driver.search()
        #expect(warnings.count == 1)
        let trials = try store.trials()
        #expect(trials.filter { !$0.isForeign }.count == 10)
        #expect(try store.sessions().map(\.engine.version) == ["test", "2"])
    }

    /// With another board the old trials get estimates under its profile, and the front is theirs.
    @Test func anAdoptedBoardIsEstimatedAnew() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("a.db")
        _ = try Self.run.search(path, workers: 1, stopAfter: 10)
        let board = SharedData.packageRoot.appendingPathComponent("boards/raspberry-pi-5.yaml")
        let estimator = RooflineEstimator(target: try Board(contentsOf: board).target())
        let costs = CostFilter(estimator: estimator, budget: Budget())
        let store = try Store.open(at: path)
        var definition = try store.run()
        (definition.boards[0].target, definition.boards[0].profileHash) = (estimator.target, estimator.profileHash)
        #expect(try store.run().differences(to: definition).map(\.part) == [.board])
        try store.adopt(definition, space: Self.run.space)
        #expect(try store.trials().allSatisfy { $0.estimate == nil })
        let driver = try SearchDriver(
            store: store, space: Self.run.space, costs: costs, strategy: try Self.run.makeStrategy(),
            pool: InlinePool(evaluator: ToyEvaluator(Self.run.context)))
        #expect(try driver.search() == .trialsDone)
        for trial in try store.trials() { #expect(trial.estimate?.profileHash == estimator.profileHash) }
    }
}
