import CostModel
import Foundation
import NAS
import SearchTestWorker
import Testing

@testable import Search

/// Several fidelities, and training anew: the same run for any number of workers and any interruption, and the right trials go on.
@Suite struct FidelityTests {
    private static var run: ToyRun {
        var run = ToyRun()
        run.fidelity = .epochs(9)
        run.plan = TrainingPlan(rungs: [1, 3], reduction: 3, retrainingShare: 0.2)
        run.trials = 16
        run.context.meanDelaySeconds = 0.001
        run.context.misbehaving = ["nan": [5], "fail": [9, 17]]
        return run
    }

    @Test(arguments: ["random", "auto", "evolution"]) func workersAndInterruptionsDoNotMatter(strategy: String) throws {
        let folder = try TemporaryFolder()
        var run = Self.run
        run.strategy = strategy
        #expect(try run.search(folder.file("1.db"), workers: 1) == .trialsDone)
        let expected = try RunFacts(folder.file("1.db"))
        let count = expected.lines.count
        for workers in [2, 5] {
            try run.search(folder.file("\(workers).db"), workers: workers)
            #expect(try RunFacts(folder.file("\(workers).db")) == expected)
        }
        for stopAfter in stride(from: 1, to: count, by: 7) {
            let path = folder.file("stopped-\(stopAfter).db")
            #expect(try run.search(path, workers: 2, stopAfter: stopAfter) == .interrupted)
            #expect(try run.search(path, workers: 3) == .trialsDone)
            #expect(try RunFacts(path) == expected, "stopped after \(stopAfter)")
            // States to go on from are there for speed alone.
            func weights(_ path: String) throws -> [String] { try RunFacts.weights(path).filter { !$0.hasSuffix(".state") } }
            #expect(try weights(path) == weights(folder.file("1.db")))
        }
    }

    @Test func theBestOfEachRungGoOn() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("a.db")
        let run = Self.run
        try run.search(path, workers: 2)
        let store = try Store.read(at: path)
        let trials = try store.trials()
        let rungs = [1, 3, 9].map { count in trials.filter { $0.fidelity == .epochs(count) } }
        #expect(rungs[0].count > 2 * rungs[1].count && rungs[1].count > rungs[2].count && rungs[2].count >= 3)
        #expect(rungs[0].allSatisfy { $0.origin.isNew } && (rungs[1] + rungs[2]).allSatisfy { $0.origin == .promotion })
        for trial in rungs[1] + rungs[2] {
            let parent = trials[try #require(trial.parent)]
            #expect(parent.candidateID == trial.candidateID && parent.fidelity.count * 3 == trial.fidelity.count)
            // What it was chosen among: results that were known when it was proposed.
            let known = trials.prefix(max(trial.number - run.lookahead, 0)).filter { $0.fidelity == parent.fidelity }
            #expect(known.contains { $0.number == parent.number })
            let better = known.filter { other in
                guard let left = other.accuracy, let right = parent.accuracy, let cost = other.estimate?.macs,
                    let own = parent.estimate?.macs
                else { return false }
                return left > right && cost < own
            }
            #expect(better.count < known.count / 3)
        }
        // No more than was to be spent: the last trial is the one that reaches it.
        let cost = [1: 1, 3: 2, 9: 6]
        let spent = trials.map { cost[$0.fidelity.count] ?? 0 }
        #expect(spent.reduce(0, +) >= 16 * 9 && spent.dropLast().reduce(0, +) < 16 * 9)
        // The front is of those that were trained to the end.
        #expect(try store.front().allSatisfy { $0.fidelity == .epochs(9) && $0.weightsFile != nil })
        let best = try #require(try store.tally().best)
        #expect(trials[best.trial].fidelity == .epochs(9))
        // Nothing goes on from states any more but what may be promoted in a longer run.
        let states = try RunFacts.weights(path).filter { $0.hasSuffix(".state") }
        #expect(states.count < rungs[0].count && !states.isEmpty)
    }

    @Test func theBestAreTrainedAnew() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("a.db")
        var run = Self.run
        try run.search(path, workers: 2)
        let store = try Store.read(at: path)
        let retrainings = try store.retrainings()
        let spent = try store.trials().reduce(0) { $0 + ([1: 1, 3: 2, 9: 6][$1.fidelity.count] ?? 0) }
        #expect(retrainings.count == spent / 4 / 18)
        #expect(retrainings.allSatisfy { $0.fidelity == .epochs(18) && $0.state == .finished && $0.replicate > 0 })
        #expect(retrainings.allSatisfy { $0.testAccuracy != nil && $0.weightsFile != nil })
        let trials = try store.trials()
        #expect(retrainings.allSatisfy { trials[$0.trial].fidelity == .epochs(9) })
        // A longer run trains others anew, and does not repeat what it has.
        try Store.open(at: path).extend(toTrials: 40)
        run.trials = 40
        try run.search(path, workers: 2)
        let later = try store.retrainings()
        #expect(later.count > retrainings.count)
        for retraining in retrainings { #expect(later.contains(retraining)) }
        // Its trials are those of the run that was longer from the beginning.
        try run.search(folder.file("long.db"), workers: 3)
        func facts(_ path: String) throws -> [String] {
            try Store.read(at: path).trials().map { "\($0.number) \($0.architecture ?? "") \($0.fidelity) \($0.accuracy ?? -1)" }
        }
        #expect(try facts(path) == facts(folder.file("long.db")))
    }

    /// A small space: when all of it was tried, what is left of the budget goes into training it to the end.
    @Test func aSpaceThatIsUsedUpIsTrainedToTheEnd() throws {
        let folder = try TemporaryFolder()
        var run = Self.run
        run.depth = 2
        run.trials = 100
        run.context.misbehaving = [:]
        run.plan.retrainingShare = 0
        #expect(try run.search(folder.file("1.db"), workers: 1) == .exhausted(.everythingTried))
        let expected = try RunFacts(folder.file("1.db"))
        let trials = try Store.read(at: folder.file("1.db")).trials()
        #expect(trials.filter { $0.fidelity == .epochs(9) }.count == run.space.distinctCount)
        #expect(trials.contains { $0.origin == .completion })
        for stopAfter in stride(from: 3, to: trials.count, by: 9) {
            let path = folder.file("\(stopAfter).db")
            try run.search(path, workers: 2, stopAfter: stopAfter)
            #expect(try run.search(path, workers: 2) == .exhausted(.everythingTried))
            #expect(try RunFacts(path) == expected, "stopped after \(stopAfter)")
        }
    }

    @Test func rungsOfAFidelity() {
        #expect(TrainingPlan.rungs(3, below: 9, reduction: 3) == [1, 3])
        #expect(TrainingPlan.rungs(1, below: 9, reduction: 3) == [])
        #expect(TrainingPlan.rungs(4, below: 9, reduction: 3) == [1, 3])
        #expect(TrainingPlan.rungs(3, below: 100, reduction: 4) == [6, 25])
    }

    @Test func whatIsTrainedAnewIsTheBest() {
        func member(_ trial: Int, _ costs: [Double]) -> ParetoFront.Member { .init(trial: trial, costs: costs) }
        let one = (0..<20).map { member($0, [Double(($0 * 7) % 20)]) }
        let contenders = RetrainingPlan.contenders(one)
        #expect(Set(contenders.map { $0.costs[0] }) == Set((0..<8).map(Double.init)))
        let planned = RetrainingPlan.retrainings(of: contenders, count: 5, fidelity: .epochs(2), done: [0: [1]])
        #expect(planned.map(\.trial) == [0, 3, 0, 3, 0])
        #expect(planned.map(\.replicate) == [2, 1, 3, 2, 4])
        #expect(RetrainingPlan.retrainings(of: [], count: 5, fidelity: .epochs(2), done: [:]).isEmpty)
        // With two objectives the front comes first, by the first objective.
        let two = RetrainingPlan.contenders([member(0, [0, 4]), member(1, [2, 2.5]), member(2, [4, 0]), member(3, [3, 3])])
        let items = RetrainingPlan.retrainings(of: two, count: 8, fidelity: .epochs(2), done: [:])
        #expect(items.prefix(4).map(\.trial) == [0, 1, 2, 3])
    }
}
