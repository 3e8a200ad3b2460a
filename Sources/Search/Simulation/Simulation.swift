public import CostModel
internal import Foundation
internal import NAS
public import Support
internal import Synchronization

/// A search in which a table answers what training would: the same planner and strategies as a real one, in milliseconds. A query is
/// one architecture whose accuracy is looked up; costs are known without.
public struct Simulation: Sendable {
    /// The results that are known.
    public let table: ResultTable
    /// What a search is for.
    public let objectives: [Objective]
    /// How many architectures are queried in a search.
    public let queries: Int
    /// How many proposals are made before a result is known (`nas search` has 8).
    public let lookahead: Int
    /// Costs beyond which nothing counts, one for each objective.
    public let reference: [Double]
    /// The best accuracy of any row within the budget, 0 to 1.
    public let bestAccuracy: Double
    /// The hypervolume of the front of all rows within the budget; 0 with one objective.
    public let bestHypervolume: Double
    /// How many rows fit the budget and have a value for each objective.
    public let fitting: Int
    private let profiles: [CandidateProfile]
    private let costs: [[Double]?]

    /// Prepares searches of a table.
    ///
    /// - Parameters:
    ///   - table: architectures with their results and costs.
    ///   - objectives: what the front is of.
    ///   - budget: what rows must fit.
    ///   - reference: costs beyond which nothing counts, one for each objective; nil, for all or for one, for the worst of the rows that fit.
    ///   - queries: how many architectures a search looks up, at least 1.
    ///   - lookahead: how many proposals are made before a result is known, at least 0.
    /// - Throws: a diagnostic where no row fits, or an objective is not in the table.
    public init(
        _ table: ResultTable, objectives: [Objective], budget: Budget, reference: [Double?]? = nil, queries: Int, lookahead: Int = 0
    ) throws(Diagnostic) {
        precondition(queries >= 1 && lookahead >= 0)
        (self.table, self.objectives, self.queries, self.lookahead) = (table, objectives, queries, lookahead)
        profiles = TableProfiler.profiles(table, budget: budget, objectives: objectives)
        costs = zip(table.rows, profiles).map { row, profile in
            profile.use.fits ? Objective.costs(objectives, accuracy: row.accuracy, loss: nil, estimate: profile.estimates.first) : nil
        }
        let fitting = costs.compactMap { $0 }
        guard !fitting.isEmpty else { throw Diagnostic("no row of the table fits the budget and has all of its costs") }
        self.fitting = fitting.count
        let worst = objectives.indices.map { objective in fitting.reduce(-Double.infinity) { max($0, $1[objective]) } }
        let given = reference ?? [Double?](repeating: nil, count: objectives.count)
        let bounds = zip(given, worst).map { $0 ?? $1 }
        self.reference = bounds
        bestAccuracy = zip(table.rows, costs).reduce(-Double.infinity) { $1.1 == nil ? $0 : max($0, $1.0.accuracy) }
        let front = ParetoFront(fitting.enumerated().map { ParetoFront.Member(trial: $0.offset, costs: $0.element) })
        bestHypervolume = objectives.count > 1 ? front.hypervolume(reference: bounds) : 0
    }

    /// What one search found, query by query.
    public struct Trace: Sendable {
        /// The best accuracy in the table less the best that was found.
        public internal(set) var regret: [Double] = []
        /// The hypervolume of the front that was found, as a share of the table's own. Empty with one objective.
        public internal(set) var hypervolume: [Double] = []
        /// The reported figure (`ResultTable.Row.report`) of the network with the best accuracy so far; nil where the table has none.
        public internal(set) var report: [Double?] = []
        /// How many queries were made: fewer than asked for where everything was tried.
        public internal(set) var made = 0
    }

    /// Searches once.
    ///
    /// - Parameters:
    ///   - strategy: one that has seen no trial yet.
    ///   - seed: the seed of the search.
    public func run(_ strategy: any Strategy, seed: UInt64) -> Trace {
        var planner = Planner(
            settings: .init(seed: seed, lookahead: lookahead, fidelity: .epochs(1)),
            context: SearchContext(TableProfiler(table, profiles: profiles), objectives: objectives), strategy: strategy)
        var progress = Progress(self)
        var open: [Proposal] = []
        proposals: while progress.trace.made < queries {
            switch planner.next() {
            case .proposal(let proposal):
                open.append(proposal)
                progress.add(proposal)
            case .waiting:
                let proposal = open.removeFirst()
                let number = table.number(of: proposal.architecture)
                planner.record(
                    FinishedTrial(
                        number: proposal.trial, architecture: proposal.architecture, parent: proposal.parent,
                        costs: number.flatMap { costs[$0] }))
            case .exhausted, .spent: break proposals
            }
        }
        return progress.finished()
    }

    /// Searches with seeds `first`, `first` + 1 ..., on all cores; one trace for each, in their order.
    ///
    /// - Parameters:
    ///   - strategy: one that has seen no trial yet; each search begins with a copy of it.
    ///   - seeds: how many searches there are.
    ///   - first: the seed of the first search.
    public func run(_ strategy: any Strategy, seeds: Int, from first: UInt64 = 0) -> [Trace] {
        precondition(seeds >= 1)
        let traces = Mutex([Trace](repeating: Trace(), count: seeds))
        DispatchQueue.concurrentPerform(iterations: seeds) { index in
            let trace = run(strategy, seed: first + UInt64(index))
            traces.withLock { $0[index] = trace }
        }
        return traces.withLock { $0 }
    }

    private struct Progress {
        let simulation: Simulation
        var trace = Trace()
        private var best: Int?
        private var front = ParetoFront()

        init(_ simulation: Simulation) { self.simulation = simulation }

        mutating func add(_ proposal: Proposal) {
            guard let number = simulation.table.number(of: proposal.architecture) else { return }
            let rows = simulation.table.rows
            if best.map({ rows[number].accuracy > rows[$0].accuracy }) ?? true { best = number }
            trace.made += 1
            trace.regret.append(simulation.bestAccuracy - (best.map { rows[$0].accuracy } ?? 0))
            trace.report.append(best.flatMap { rows[$0].report })
            guard simulation.objectives.count > 1, let costs = simulation.costs[number] else { return }
            let joined = front.insert(ParetoFront.Member(trial: proposal.trial, costs: costs)).joined
            trace.hypervolume.append(joined ? share(of: front) : trace.hypervolume.last ?? 0)
        }

        /// Of a table whose own front has no volume, nothing can be missing.
        private func share(of front: ParetoFront) -> Double {
            let most = simulation.bestHypervolume
            return most > 0 ? front.hypervolume(reference: simulation.reference) / most : 1
        }

        /// As long as was asked for: when everything was tried, nothing changes any more.
        func finished() -> Trace {
            var trace = trace
            for _ in trace.made..<max(simulation.queries, trace.made) {
                if let last = trace.regret.last { trace.regret.append(last) }
                if let last = trace.report.last { trace.report.append(last) }
                if let last = trace.hypervolume.last { trace.hypervolume.append(last) }
            }
            return trace
        }
    }
}
