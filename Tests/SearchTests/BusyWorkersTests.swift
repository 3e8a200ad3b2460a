import Foundation
import SearchTestWorker
import Support
import Synchronization
import Testing

@testable import Search

/// How much of their time workers wait, with trials that take long and short: in a time of its own, so that no clock is asked.
@Suite struct BusyWorkersTests {
    /// Mean 1, in the logarithm normally distributed.
    private static func duration(_ trial: Int, sigma: Double) -> Double {
        var random = RandomStream(seed: 4, trial: UInt64(trial), purpose: .test)
        let normal = (-2 * log(1 - random.nextDouble())).squareRoot() * cos(2 * .pi * random.nextDouble())
        return exp(sigma * normal - sigma * sigma / 2)
    }

    /// The share of the workers' time in which they have nothing to do, until the last trial begins.
    private static func idle(workers: Int, lookahead: Int, sigma: Double, trials: Int = 300) throws -> Double {
        var run = ToyRun()
        (run.lookahead, run.depth, run.strategy) = (lookahead, 6, "evolution")
        var planner = try PlannerTests.planner(run)
        var waiting: [Proposal] = []
        var busy: [(ends: Double, proposal: Proposal)] = []
        var (now, worked, proposed) = (0.0, 0.0, 0)
        while proposed < trials || !waiting.isEmpty || !busy.isEmpty {
            while proposed < trials, case .proposal(let proposal) = planner.next() {
                waiting.append(proposal)
                proposed += 1
            }
            while busy.count < workers, !waiting.isEmpty {
                let proposal = waiting.removeFirst()
                busy.append((now + duration(proposal.trial, sigma: sigma), proposal))
            }
            let next = try #require(busy.indices.min { busy[$0].ends < busy[$1].ends })
            worked += Double(busy.count) * (busy[next].ends - now)
            now = busy[next].ends
            planner.record(PlannerTests.result(busy.remove(at: next).proposal))
            if waiting.isEmpty, proposed == trials { break }
        }
        return 1 - worked / (Double(workers) * now)
    }

    @Test func twoWorkersAreBusy() throws {
        #expect(try Self.idle(workers: 2, lookahead: 8, sigma: 0.8) <= 0.05)
    }

    /// The measure measures something: without lookahead one of two always waits.
    @Test func withoutLookaheadOneWaits() throws {
        #expect(try abs(Self.idle(workers: 2, lookahead: 0, sigma: 0.8) - 0.5) < 0.01)
    }

    /// What happens in a search, in its order.
    private final class Diary: Sendable {
        private let entries = Mutex<[String]>([])

        func write(_ entry: String) { entries.withLock { $0.append(entry) } }
        var lines: [String] { entries.withLock { $0 } }
    }

    private struct Noted: Strategy {
        static let name = "noted"
        let settings: [String: Double] = [:]
        let diary: Diary

        init(_ diary: Diary) { self.diary = diary }
        init(settings: StrategySettings) { self.init(Diary()) }

        func tell(_ trial: FinishedTrial) {}

        func suggest(_ request: SuggestionRequest, using random: inout RandomStream) -> Suggestion {
            diary.write("suggest")
            return Suggestion(request.space.sample(using: &random))
        }
    }

    private final class NotedPool: WorkerPool {
        private let pool = InlinePool(evaluator: ToyEvaluator())
        private let diary: Diary
        let capacity = 1

        init(_ diary: Diary) { self.diary = diary }

        func submit(_ job: Job) throws(WorkerError) {
            diary.write("submit \(job.trial)")
            try pool.submit(job)
        }

        func poll(timeoutSeconds: Double) throws(WorkerError) -> [WorkerEvent] {
            let events = try pool.poll(timeoutSeconds: timeoutSeconds)
            if !events.isEmpty { diary.write("finished") }
            return events
        }

        func cancel(_ job: Job.ID) { pool.cancel(job) }
        func shutdown() { pool.shutdown() }
    }

    /// A worker that is free has its next job before proposals are thought of, which may take long.
    @Test func aFreeWorkerGoesOnAtOnce() throws {
        let folder = try TemporaryFolder()
        var run = ToyRun()
        (run.trials, run.lookahead) = (20, 3)
        let diary = Diary()
        let driver = try SearchDriver(
            store: try Store.create(at: folder.file("run.db"), run: try run.definition()), space: run.space, costs: try run.costs(),
            strategy: Noted(diary), pool: NotedPool(diary))
        #expect(try driver.search() == .trialsDone)
        let lines = diary.lines
        let finished = lines.indices.filter { lines[$0] == "finished" }
        // Beside trainings, tests of the front at the end.
        #expect(finished.count >= 20)
        for (trial, place) in finished.prefix(19).enumerated() { #expect(lines[place + 1] == "submit \(trial + 1)") }
        #expect(lines.count { $0 == "suggest" } >= 20)
    }
}
