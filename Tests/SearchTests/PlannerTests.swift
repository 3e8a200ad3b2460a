import CostModel
import NAS
import SearchTestWorker
import Support
import Testing

@testable import Search

@Suite struct PlannerTests {
    static func planner(_ run: ToyRun) throws -> Planner {
        Planner(
            settings: .init(seed: run.seed, lookahead: run.lookahead, fidelity: run.fidelity),
            context: SearchContext(SpaceProfiler(space: run.space, costs: try run.costs()), objectives: [.accuracy, .macs]),
            strategy: try run.makeStrategy())
    }

    static func result(_ proposal: Proposal) -> FinishedTrial {
        let accuracy = ToyEvaluator.accuracy(proposal.architecture.description, seed: 1)
        return FinishedTrial(
            number: proposal.trial, architecture: proposal.architecture, parent: proposal.parent,
            costs: [-accuracy, Double(proposal.estimate.macs)])
    }

    /// Proposes as much as there is, answering the oldest open trial that `pick` chooses.
    static func all(_ run: ToyRun, pick: (Int) -> Int) throws -> (proposals: [Proposal], exhaustion: Exhaustion?) {
        var planner = try planner(run)
        var proposals: [Proposal] = []
        var open: [Proposal] = []
        while proposals.count < run.trials {
            switch planner.next() {
            case .proposal(let proposal):
                proposals.append(proposal)
                open.append(proposal)
            case .waiting: planner.record(result(open.remove(at: pick(open.count))))
            case .exhausted(let reason): return (proposals, reason)
            case .spent: return (proposals, nil)
            }
        }
        return (proposals, nil)
    }

    @Test(arguments: ["random", "evolution", "auto"]) func orderOfResultsDoesNotCount(strategy: String) throws {
        var run = ToyRun()
        run.strategy = strategy
        run.trials = 80
        let expected = try Self.all(run) { _ in 0 }.proposals
        var random = RandomStream(seed: 5, purpose: .test)
        for _ in 0..<5 { #expect(try Self.all(run) { random.nextInt(below: $0) }.proposals == expected) }
        #expect(try Self.all(run) { $0 - 1 }.proposals == expected)
    }

    @Test func lookaheadIsWhatCanBeOpen() throws {
        for lookahead in [0, 1, 8] {
            var run = ToyRun()
            run.lookahead = lookahead
            var planner = try Self.planner(run)
            for _ in 0...lookahead {
                guard case .proposal = planner.next() else {
                    Issue.record("not proposed")
                    return
                }
            }
            guard case .waiting = planner.next() else {
                Issue.record("did not wait")
                return
            }
        }
    }

    @Test func nothingIsProposedTwiceHoweverSpelled() throws {
        var run = ToyRun()
        run.depth = 3
        run.trials = 200
        let (proposals, exhaustion) = try Self.all(run) { _ in 0 }
        #expect(Set(proposals.map(\.candidateID)).count == proposals.count)
        #expect(proposals.count == run.space.distinctCount, "every network of a small space is tried")
        #expect(exhaustion == .everythingTried)
        #expect(proposals.contains { $0.origin == .walk })
    }

    @Test func nothingOverBudgetIsProposed() throws {
        var run = ToyRun()
        run.trials = 60
        run.budget = try Budget("macs=900,parameters=2k")
        let (proposals, _) = try Self.all(run) { _ in 0 }
        for proposal in proposals { #expect(run.budget.judge(proposal.estimate).fits) }
        #expect(proposals.reduce(0) { $0 + $1.rejections.overBudget } > 0)
    }

    /// A budget that one network in a thousand keeps is reached by repair, and used up to the last network.
    @Test func aSmallFeasibleShareIsFound() throws {
        var run = ToyRun()
        run.depth = 6
        run.trials = 40
        run.strategy = "random"
        run.budget = try Budget("macs=260")
        let (proposals, exhaustion) = try Self.all(run) { _ in 0 }
        #expect(proposals.contains { $0.origin == .repair })
        for proposal in proposals { #expect(run.budget.judge(proposal.estimate).fits) }
        let fitting = try Self.fitting(run)
        #expect(Set(proposals.map(\.candidateID)).isSubset(of: fitting))
        #expect(proposals.count == min(run.trials, fitting.count))
        #expect(exhaustion == (fitting.count < run.trials ? .everythingTried : nil))
    }

    /// Suggests the first of all, and then always the dearest network as a child of it.
    private struct Dearest: Strategy {
        static let name = "dearest"
        let depth: Int

        init(settings: StrategySettings) throws(Diagnostic) { depth = try settings.whole("depth", in: 1...100, default: 1) }

        var settings: [String: Double] { ["depth": Double(depth)] }

        func tell(_ trial: FinishedTrial) {}

        func suggest(_ request: SuggestionRequest, using random: inout RandomStream) -> Suggestion {
            let option = request.trial == 0 ? 0 : 3
            return Suggestion(
                Architecture(options: [Int?](repeating: option, count: depth)), parent: request.trial == 0 ? nil : 0)
        }
    }

    /// A mutant that breaks the budget becomes the one that is a change away and uses most of it.
    @Test func aMutantIsRepairedByTheCheapestChange() throws {
        var run = ToyRun()
        let dearest = Architecture(options: [Int?](repeating: 3, count: run.depth))
        let neighbours = run.space.neighbours(of: dearest)
        let macs = try neighbours.map { try run.costs().estimate(run.space.candidate(for: $0)).macs }.sorted()
        // Some fit, and not all.
        let limit = macs[macs.count / 2]
        try #require(macs[0] < limit && limit < macs[macs.count - 1])
        run.budget = try Budget("macs=\(limit)")
        var planner = Planner(
            settings: .init(seed: run.seed, lookahead: run.lookahead, fidelity: run.fidelity),
            context: SearchContext(SpaceProfiler(space: run.space, costs: try run.costs()), objectives: [.accuracy, .macs]),
            strategy: try Dearest(["depth": Double(run.depth)]))
        guard case .proposal = planner.next(), case .proposal(let child) = planner.next() else {
            Issue.record("not proposed")
            return
        }
        #expect(child.origin == .repair)
        #expect(child.parent == 0)
        #expect(child.estimate.macs == limit)
        #expect(neighbours.contains(child.architecture))
    }

    @Test func nothingFitsEndsAtOnce() throws {
        var run = ToyRun()
        run.budget = try Budget("macs=1")
        let (proposals, exhaustion) = try Self.all(run) { _ in 0 }
        #expect(proposals.isEmpty)
        #expect(exhaustion == .everythingTried)
    }

    private static func fitting(_ run: ToyRun) throws -> Set<StableHash> {
        let costs = try run.costs()
        var found: Set<StableHash> = []
        var digits = [Int](repeating: 0, count: run.depth)
        while true {
            let candidate = try run.space.candidate(for: Architecture(options: digits.map { $0 }))
            if run.budget.judge(costs.estimate(candidate)).fits { found.insert(candidate.candidateID) }
            guard let place = digits.firstIndex(where: { $0 < 3 }) else { return found }
            digits[place] += 1
            for lower in 0..<place { digits[lower] = 0 }
        }
    }
}
