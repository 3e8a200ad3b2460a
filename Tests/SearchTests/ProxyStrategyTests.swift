import CostModel
import NAS
import SearchTestWorker
import Support
import Testing

@testable import Search

/// Strategies that are told what networks are worth without training.
@Suite struct ProxyStrategyTests {
    private static let space = ToySpace(depth: 5)

    /// - Parameter telling: whether scores say anything of accuracies.
    private static func table(telling: Bool?) throws -> ResultTable {
        var rows: [ResultTable.Row] = []
        for number in 0..<space.count {
            var rest = number
            let options = (0..<space.depth).map { _ in
                defer { rest /= ToySpace.widths.count }
                return rest % ToySpace.widths.count
            }
            // What is good is in no order: nothing but scores tells.
            let accuracy = Double(StableHash(of: "\(options)").low >> 32) / Double(UInt32.max)
            let other = Double(StableHash(of: "other \(options)").low >> 32) / Double(UInt32.max)
            rows.append(
                ResultTable.Row(
                    architecture: Architecture(options: options), accuracy: accuracy, costs: [.latency: 1 + Double(options.reduce(0, +))],
                    proxy: telling.map { $0 ? accuracy : other }))
        }
        return try ResultTable(space: space, rows: rows)
    }

    private static func regret(_ strategy: any Strategy, telling: Bool?, objectives: [Objective] = [.accuracy, .latency]) throws -> Double {
        let simulation = try Simulation(try table(telling: telling), objectives: objectives, budget: Budget(), queries: 30)
        let traces = simulation.run(strategy, seeds: 12)
        return traces.reduce(0) { $0 + ($1.regret.last ?? 1) } / Double(traces.count)
    }

    @Test(arguments: ["auto", "predictor"], [[Objective.accuracy], [.accuracy, .latency]])
    func scoresThatTellFindMore(name: String, objectives: [Objective]) throws {
        func regret(_ telling: Bool?, proxies: Double = 1) throws -> Double {
            try Self.regret(StrategyCatalog.standard.make(name, settings: ["proxies": proxies]), telling: telling, objectives: objectives)
        }
        let (without, with, misled) = (try regret(nil), try regret(true), try regret(false))
        #expect(with < 0.7 * without, "\(with) with, \(without) without")
        // Scores that say nothing do no harm to speak of.
        #expect(misled < 1.5 * without, "\(misled) misled, \(without) without")
        // Nobody asks who was told not to.
        #expect(try regret(true, proxies: 0) == without)
    }

    /// The first trials are scored, and with few scores nothing else is.
    @Test(arguments: [0, 3, 7, 12]) func noMoreIsScoredThanIsAllowed(each: Int) throws {
        var run = ToyRun()
        run.depth = 6
        run.strategy = "auto"
        let proxies = ToyProxies(networksEach: each)
        var planner = Planner(
            settings: .init(seed: run.seed, lookahead: run.lookahead, fidelity: .epochs(1)),
            context: SearchContext(
                SpaceProfiler(space: run.space, costs: try run.costs(), proxies: proxies), objectives: [.accuracy, .macs]),
            strategy: try run.makeStrategy())
        var open: [Proposal] = []
        var made = 0
        while made < 40 {
            let before = proxies.scored
            switch planner.next() {
            case .proposal(let proposal):
                open.append(proposal)
                made += 1
                let scored = proxies.scored - before
                // Beside what it chooses among, a model reads what was tried and not scored yet.
                #expect(scored <= each + (each >= 8 ? made : 0))
                if made > 10, each < 8 { #expect(scored == 0) }
            case .waiting: planner.record(PlannerTests.result(open.removeFirst()))
            case .exhausted, .spent:
                Issue.record("the space is larger")
                return
            }
        }
        // Every candidate that was tried is read once.
        #expect(proxies.scored <= each * made + made)
        #expect((proxies.scored > 0) == (each > 1))
    }

    @Test func orderOfResultsDoesNotCount() throws {
        func proposals(pick: (Int) -> Int) throws -> [Proposal] {
            let run = ToyRun()
            var planner = Planner(
                settings: .init(seed: 3, lookahead: 8, fidelity: .epochs(1)),
                context: SearchContext(
                    SpaceProfiler(space: run.space, costs: try run.costs(), proxies: ToyProxies(networksEach: 20)),
                    objectives: [.accuracy, .macs]),
                strategy: try AutoStrategy())
            var (made, open): ([Proposal], [Proposal]) = ([], [])
            while made.count < 60 {
                switch planner.next() {
                case .proposal(let proposal):
                    made.append(proposal)
                    open.append(proposal)
                case .waiting: planner.record(PlannerTests.result(open.remove(at: pick(open.count))))
                case .exhausted, .spent: return made
                }
            }
            return made
        }
        #expect(try proposals { _ in 0 } == proposals { $0 - 1 })
    }
}
