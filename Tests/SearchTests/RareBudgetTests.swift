import CostModel
import Foundation
import NAS
import NetworkGraph
import Support
import TestSupport
import Testing

@testable import Search

/// Budgets that one network in 100,000 keeps: there are proposals, quickly, and unlike each other.
@Suite struct RareBudgetTests {
    private static func space(_ name: String) throws -> TaskSpace {
        let space = try SearchSpace(contentsOf: SharedData.packageRoot.appendingPathComponent("searchspaces/\(name).yaml"))
        return TaskSpace(space, task: space.assumedTask(TaskShape(input: Shape(height: 28, width: 28, channels: 1), classes: 10)))
    }

    private static func estimator() throws -> any CostEstimator {
        try Board(contentsOf: SharedData.packageRoot.appendingPathComponent("boards/raspberry-pi-zero-w.yaml")).target().estimator()
    }

    /// What a share of random samples keeps, and which of them do.
    private static func budget(_ quantity: CostQuantity, _ share: Double, of space: TaskSpace, samples: Int) throws
        -> (budget: Budget, kept: [Architecture])
    {
        let estimator = try estimator()
        let (chunks, kept) = (64, Int(Double(samples) * share) + 1)
        let found = Lowest()
        DispatchQueue.concurrentPerform(iterations: chunks) { chunk in
            guard var quick = space.architectureEstimator(estimator) else { return }
            var lowest: [(cost: Double, architecture: Architecture)] = []
            for sample in (samples / chunks * chunk)..<(samples / chunks * (chunk + 1)) {
                var random = RandomStream(seed: 77, trial: UInt64(sample), purpose: .test)
                let architecture = space.sample(using: &random)
                guard let estimate = try? quick.estimate(architecture) else { continue }
                let cost = quantity == .energy ? estimate.energyJoules.value : estimate.peakMemoryBytes.value
                lowest.append((cost, architecture))
                if lowest.count > 4 * kept + 1000 { lowest = Array(lowest.sorted { $0.cost < $1.cost }.prefix(kept)) }
            }
            found.add(lowest, keeping: kept)
        }
        // The sums of an estimate may be added in another order.
        let limit = try #require(found.all.last).cost * (1 + 1e-9)
        return (Budget(limits: [.init(quantity: quantity, allowed: limit, origin: .given)]), found.all.map(\.architecture))
    }

    private final class Lowest: @unchecked Sendable {
        private let lock = NSLock()
        private(set) var all: [(cost: Double, architecture: Architecture)] = []

        func add(_ more: [(cost: Double, architecture: Architecture)], keeping kept: Int) {
            lock.lock()
            all = Array((all + more).sorted { $0.cost < $1.cost }.prefix(kept))
            lock.unlock()
        }
    }

    private static func propose(_ count: Int, _ strategy: String, _ space: TaskSpace, _ budget: Budget) throws -> ([Proposal], Exhaustion?)
    {
        var planner = Planner(
            settings: .init(seed: 1, lookahead: 0, fidelity: .epochs(1)),
            context: SearchContext(
                SpaceProfiler(space: space, costs: CostFilter(estimator: try estimator(), budget: budget)),
                objectives: [.accuracy, .energy]),
            strategy: try StrategyCatalog.standard.make(strategy))
        var proposals: [Proposal] = []
        while proposals.count < count {
            switch planner.next() {
            case .proposal(let proposal):
                #expect(budget.judge(proposal.estimate).fits)
                proposals.append(proposal)
                let score = Double(StableHash(of: proposal.architecture.description).low % 1000) / 1000
                planner.record(
                    FinishedTrial(
                        number: proposal.trial, architecture: proposal.architecture, parent: proposal.parent,
                        costs: [-score, proposal.estimate.energyJoules.value]))
            case .exhausted(let reason): return (proposals, reason)
            case .spent: return (proposals, nil)
            case .waiting:
                Issue.record("waits for a result that it has")
                return (proposals, nil)
            }
        }
        return (proposals, nil)
    }

    /// Of local search only neighbours are expected.
    @Test(arguments: ["auto", "random", "evolution", "nsga2"], [("mobile", CostQuantity.memory), ("fbnet", .energy)])
    func proposalsDiffer(strategy: String, of rare: (space: String, quantity: CostQuantity)) throws {
        let space = try Self.space(rare.space)
        let budget = try Self.budget(rare.quantity, 1e-5, of: space, samples: 300_000).budget
        let (proposals, _) = try Self.propose(50, strategy, space, budget)
        #expect(proposals.count == 50)
        #expect(Set(proposals.map(\.networkID)).count >= 45, "those of another recipe are few")
        let varied = space.space.decisions.indices.filter { decision in Set(proposals.map { $0.architecture.options[decision] }).count >= 3
        }
        #expect(varied.count * 2 >= space.space.decisions.count, "\(varied.count) of \(space.space.decisions.count) decisions")
    }

    /// So few networks of `mobile` keep this that all of them are found.
    @Test(arguments: StrategyCatalog.standard.names) func whatHardlyAnythingKeepsIsFoundWhole(strategy: String) throws {
        let space = try Self.space("mobile")
        let (budget, kept) = try Self.budget(.energy, 1e-5, of: space, samples: 1_000_000)
        let ids = Set(try kept.map { try space.candidate(for: $0).candidateID })
        let (proposals, end) = try Self.propose(500, strategy, space, budget)
        #expect(end != nil && proposals.count < 100)
        #expect(ids.isSubset(of: proposals.map(\.candidateID)))
    }
}
