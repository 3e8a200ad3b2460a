import CostModel
import Foundation
import NAS
import SearchTestWorker
import Testing

@testable import Search

/// Trials that failed are tried again when the user says so: as trials of their own, the same ones whatever the workers and the stops.
@Suite struct RetryTests {
    /// Fails at first, and not when it is tried again, whose numbers are higher.
    private static func run(_ strategy: String, rungs: [Int] = []) -> ToyRun {
        var run = ToyRun()
        run.strategy = strategy
        run.trials = rungs.isEmpty ? 24 : 10
        if !rungs.isEmpty { (run.fidelity, run.plan) = (.epochs(9), TrainingPlan(rungs: rungs)) }
        run.context.meanDelaySeconds = 0.001
        run.context.misbehaving = ["nan": [3, 17], "fail": [7, 10, 20]]
        return run
    }

    @discardableResult
    private func retry(_ run: ToyRun, _ path: String, workers: Int, trials: Int? = nil, stopAfter: Int? = nil, retries: Bool = true) throws
        -> (end: SearchEnd, progress: [SearchProgress])
    {
        let store = try Store.open(at: path)
        var options = SearchDriver.Options()
        (options.retriesFailed, options.trials) = (retries, trials)
        let stop = StopFlag()
        var (done, seen): (Int, [SearchProgress]) = (0, [])
        let context = run.context
        let driver = try run.driver(store, InProcessPool(workers: workers) { ToyEvaluator(context) }, options: options) { event in
            switch event {
            case .finished, .failed:
                done += 1
                if done == stopAfter { stop.raise() }
            case .began(let progress), .advanced(let progress): seen.append(progress)
            default: break
            }
        }
        return (try driver.search(until: stop), seen)
    }

    @Test(arguments: ["random", "evolution", "auto", "nsga2", "local"]) func theyAreNewTrialsAndTheOldStay(strategy: String) throws {
        let folder = try TemporaryFolder()
        let path = folder.file("a.db")
        let run = Self.run(strategy)
        try run.search(path, workers: 2)
        let before = try RunFacts(path)
        let (end, progress) = try retry(run, path, workers: 2)
        #expect(end == .trialsDone)
        #expect(progress.allSatisfy { $0.done <= $0.total } && progress.last?.done == 24)
        let trials = try Store.read(at: path).trials()
        #expect(trials.count == 29 && trials.filter { $0.state == .failed }.map(\.number) == [3, 7, 10, 17, 20])
        let again = trials.dropFirst(24)
        #expect(again.map(\.replicate) == Array(repeating: 1, count: 5) && again.allSatisfy { $0.state == .finished })
        #expect(again.map(\.candidateID) == [3, 7, 10, 17, 20].map { trials[$0].candidateID })
        #expect(again.map(\.parent) == [3, 7, 10, 17, 20].map { trials[$0].parent })
        // Trained from another seed, as the replicate says.
        for trial in again {
            #expect(trial.accuracy == ToyEvaluator.accuracy(trial.architecture ?? "", seed: run.seed, replicate: 1))
        }
        // What was there is as it was, but for weights of what left the front.
        func unmoved(_ lines: some Sequence<String>) -> [String] {
            lines.map { $0.split(separator: " ").prefix(12).joined(separator: " ") }
        }
        #expect(unmoved(try RunFacts(path).lines.prefix(24)) == unmoved(before.lines))
        // Once more there is nothing to try.
        let facts = try RunFacts(path)
        try retry(run, path, workers: 2)
        #expect(try RunFacts(path) == facts)
        let tally = try Store.read(at: path).tally()
        #expect(tally.proposed == 29 && tally.finished == 24 && tally.failed == 5)
    }

    /// And with what is proposed after them.
    @Test(arguments: ["evolution", "auto", "nsga2", "local"], [[], [1, 3]])
    func anyNumberOfWorkersAndAnyStopGivesTheSame(strategy: String, rungs: [Int]) throws {
        let folder = try TemporaryFolder()
        let run = Self.run(strategy, rungs: rungs)
        let total = run.trials + 12
        func begun(_ name: String) throws -> String {
            let path = folder.file(name)
            try run.search(path, workers: 2)
            return path
        }
        let whole = try begun("whole.db")
        #expect(try retry(run, whole, workers: 1, trials: total).end == .trialsDone)
        let expected = try RunFacts(whole)
        #expect(expected.lines.count { $0.contains(" failed ") } == 5)
        let wide = try begun("wide.db")
        try retry(run, wide, workers: 5, trials: total)
        #expect(try RunFacts(wide) == expected)
        for stopAfter in [1, 4, 9] {
            let path = try begun("\(stopAfter).db")
            var sessions = 0
            while try retry(run, path, workers: 3, trials: total, stopAfter: stopAfter, retries: sessions == 0).end == .interrupted {
                sessions += 1
            }
            #expect(sessions > 0)
            #expect(try RunFacts(path) == expected, "stopped after each \(stopAfter)")
            #expect(
                try RunFacts.weights(path).filter { $0.hasSuffix(".safetensors") }
                    == RunFacts.weights(whole).filter { $0.hasSuffix(".safetensors") })
        }
    }

    /// Whoever fails again can be tried once more.
    @Test func replicatesAreNumbered() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("a.db")
        var run = Self.run("random")
        run.context.misbehaving = ["nan": [2], "fail": [24]]
        try run.search(path, workers: 1)
        try retry(run, path, workers: 1)
        try retry(run, path, workers: 1)
        let trials = try Store.read(at: path).trials()
        #expect(trials.dropFirst(24).map(\.replicate) == [1, 2] && trials.map(\.state).suffix(2) == [.failed, .finished])
        #expect(try Store.read(at: path).failedTrials().isEmpty)
    }

    /// A promotion that failed goes on from where its parent ended; what is promoted afterwards counts each candidate once.
    @Test func onARungItGoesOnFromItsParent() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("a.db")
        var run = Self.run("random", rungs: [3])
        run.context.misbehaving = [:]
        try run.search(path, workers: 1)
        let promoted = try Store.read(at: path).trials().first { $0.origin == .promotion }?.number
        run.context.misbehaving = ["fail": [try #require(promoted)]]
        try run.search(folder.file("b.db"), workers: 1)
        try retry(run, folder.file("b.db"), workers: 1)
        let trials = try Store.read(at: folder.file("b.db")).trials()
        let again = try #require(trials.last)
        let failed = trials[try #require(promoted)]
        #expect(failed.state == .failed && again.replicate == 1 && again.state == .finished && again.fidelity == .epochs(9))
        #expect(again.parent == failed.parent && again.origin == .promotion)
    }

    /// With inherited weights a retry begins as the trial that failed did, and others can begin with it.
    @Test func weightsAreInheritedByIt() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("a.db")
        var run = Self.run("evolution")
        run.plan.inheritsWeights = true
        run.context.misbehaving = ["fail": [12, 15, 18]]
        try run.search(path, workers: 2)
        try retry(run, path, workers: 2, trials: 36)
        let store = try Store.read(at: path)
        let trials = try store.trials()
        let again = trials.filter { $0.replicate == 1 }
        #expect(again.count == 3 && again.allSatisfy { $0.state == .finished })
        for trial in again where trial.parent != nil {
            let weights = try String(
                contentsOfFile: store.weightsFolder + "/" + RunFiles(folder: "").weightsName(trial.number), encoding: .utf8)
            #expect(weights.contains("<"))
        }
    }
}
