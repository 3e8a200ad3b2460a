import CostModel
import Foundation
import NAS
import SearchTestWorker
import Testing

@testable import Search

/// What is kept beside the trials is what counting them anew gives.
@Suite struct TallyTests {
    private struct Counted: Equatable {
        let tally: Tally
        let fronts: [Int: Set<Int>]
        let worst: [[Double]?]

        init(_ store: Store) throws {
            tally = try store.tally()
            fronts = try store.frontMembers()
            worst = try store.run().boards.map { try store.worstCosts(on: $0) }
        }
    }

    private static func runs() throws -> [ToyRun] {
        var failing = ToyRun()
        failing.context.misbehaving = ["nan": [3], "fail": [7, 20], "noWeights": [11]]
        var boards = ToyRun()
        boards.budget = try Budget("macs=1000")
        boards.furtherBudget = try Budget("macs=3k")
        var rungs = ToyRun()
        rungs.fidelity = .epochs(9)
        rungs.plan = TrainingPlan(rungs: [1, 3], retrainingShare: 0.2)
        rungs.strategy = "random"
        return [failing, boards, rungs]
    }

    @Test(arguments: 0..<3) func countingAnewGivesTheSame(index: Int) throws {
        let folder = try TemporaryFolder()
        var run = try Self.runs()[index]
        run.trials = 20
        let store = try Store.create(at: folder.file("a.db"), run: try run.definition())
        let driver = try run.driver(store, InlinePool(evaluator: ToyEvaluator(run.context)))
        _ = try driver.search()
        let counted = try Counted(store)
        #expect(counted.tally.finished == driver.finishedCount && counted.tally.failed == driver.failedCount)
        #expect(counted.fronts[0] == Set(driver.front.members.map(\.trial)))
        try store.recount()
        #expect(abs(try store.tally().seconds - counted.tally.seconds) < 1e-9)
        var again = try Counted(store)
        #expect(again.fronts == counted.fronts && again.worst == counted.worst)
        again = try Counted(store)
        #expect(again.tally.best == counted.tally.best && again.tally.failures == counted.tally.failures)
        #expect(again.tally.rejections == counted.tally.rejections && again.tally.proposed == counted.tally.proposed)
    }
}
