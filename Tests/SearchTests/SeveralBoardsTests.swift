import CostModel
import Foundation
import SearchTestWorker
import Testing

@testable import Search

/// One search for two boards: what keeps either budget is trained, and each has a front of what keeps its own.
@Suite struct SeveralBoardsTests {
    private static func run() throws -> ToyRun {
        var run = ToyRun()
        run.trials = 30
        run.budget = try Budget("macs=1000")
        run.furtherBudget = try Budget("macs=3k")
        return run
    }

    private func search(_ path: String, _ run: ToyRun, stopAfter: Int? = nil) throws -> SearchDriver {
        let store =
            FileManager.default.fileExists(atPath: path) ? try Store.open(at: path) : try Store.create(at: path, run: try run.definition())
        let stop = StopFlag()
        var done = 0
        let driver = try run.driver(store, InlinePool(evaluator: ToyEvaluator(run.context))) { event in
            if case .finished = event {
                done += 1
                if done == stopAfter { stop.raise() }
            }
        }
        _ = try driver.search(until: stop)
        return driver
    }

    @Test func eachHasAFrontOfWhatItMayRun() throws {
        let folder = try TemporaryFolder()
        let path = folder.file("a.db")
        let run = try Self.run()
        let driver = try search(path, run)
        let store = driver.store
        let stored = try store.run()
        var definition = try run.definition()
        definition.context = stored.context
        #expect(stored == definition)
        let macs = try store.trials().map { try #require($0.estimate?.macs) }
        #expect(macs.allSatisfy { $0 <= 3000 } && macs.contains { $0 > 1000 } && macs.contains { $0 <= 1000 })
        // Estimates are each board's own.
        let (own, other) = (try store.trials(), try store.trials(on: stored.boards[1]))
        for (first, second) in zip(own, other) {
            let (slow, fast) = (try #require(first.estimate), try #require(second.estimate))
            #expect(first.number == second.number && slow.latencySeconds.value > fast.latencySeconds.value)
            #expect(fast.profileHash == stored.boards[1].profileHash)
        }
        let fronts = driver.fronts.fronts
        for (front, limit) in zip(fronts, [1000.0, 3000]) {
            let allowed = own.filter { Double($0.estimate?.macs ?? 0) <= limit }
            let expected = ParetoFront(
                allowed.compactMap { trial in
                    Objective.costs(run.objectives, accuracy: trial.accuracy, loss: trial.loss, estimate: trial.estimate)
                        .map { ParetoFront.Member(trial: trial.number, costs: $0) }
                })
            #expect(front == expected)
        }
        // Weights, and test accuracies, are those of either front.
        let union = Set(fronts.flatMap { $0.members.map(\.trial) })
        #expect(Set(own.filter { $0.weightsFile != nil }.map(\.number)) == union)
        #expect(Set(own.filter { $0.testAccuracy != nil }.map(\.number)) == union)
        #expect(try RunFacts.weights(path).count == union.count)
    }

    @Test func interruptedItIsTheSameRun() throws {
        let folder = try TemporaryFolder()
        let run = try Self.run()
        let whole = try search(folder.file("whole.db"), run)
        let expected = try RunFacts(folder.file("whole.db"))
        for stopAfter in [1, 7, 18, 29] {
            let path = folder.file("\(stopAfter).db")
            _ = try search(path, run, stopAfter: stopAfter)
            let driver = try search(path, run)
            #expect(try RunFacts(path) == expected, "stopped after \(stopAfter)")
            #expect(driver.fronts.trials == whole.fronts.trials)
        }
    }

    @Test func aNewProfileOfTheSecondBoardIsADifference() throws {
        let stored = try Self.run().definition()
        var current = stored
        #expect(stored.differences(to: current).isEmpty)
        current.boards[1].profileHash = stored.boards[0].profileHash
        let found = stored.differences(to: current)
        #expect(found.map(\.part) == [.board] && found[0].message.contains("raspberry-pi-4"))

        // The old trials are estimated anew there.
        let folder = try TemporaryFolder()
        let path = folder.file("a.db")
        var run = try Self.run()
        _ = try search(path, run, stopAfter: 10)
        let store = try Store.open(at: path)
        var definition = try store.run()
        let target = try run.target("raspberry-pi-5")
        definition.boards[1] = RunBoard(target: target, budget: try Budget("macs=2k"))
        try store.adopt(definition, space: run.space)
        run.furtherBudget = nil
        let driver = try SearchDriver(
            store: store, space: run.space, costs: definition.costs, strategy: try run.makeStrategy(),
            pool: InlinePool(evaluator: ToyEvaluator(run.context)))
        _ = try driver.search()
        #expect(try store.trials(on: definition.boards[1]).allSatisfy { $0.estimate?.profileHash == definition.boards[1].profileHash })
    }

    @Test func whatLeavesOneFrontMayStayOnTheOther() {
        var fronts = BoardFronts(count: 2)
        #expect(fronts.insert(trial: 0, costs: [[1, 1], [1, 1]]).left == [])
        let second = fronts.insert(trial: 1, costs: [[0, 0], nil])
        #expect(second.left == [] && second.boards == [FrontChange(board: 0, joined: 1, left: [0])])
        #expect(fronts.trials == [0, 1])
        let third = fronts.insert(trial: 2, costs: [[2, 2], [0, 0]])
        #expect(third.left == [0] && third.boards == [FrontChange(board: 1, joined: 2, left: [0])])
        #expect(!fronts.insert(trial: 3, costs: [nil, nil]).joined)
        #expect(fronts.worst == [[2, 2], [1, 1]])
        #expect(fronts.trials == [1, 2] && !fronts.contains(trial: 3))
    }
}
