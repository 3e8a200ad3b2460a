internal import NAS

/// Asynchronous successive halving (Li et al., "A system for massively parallel hyperparameter tuning", MLSys 2020): each candidate is
/// trained to the shortest fidelity first, and of a rung's trials the best part goes on to the next as soon as it is known. With several
/// objectives the best are those of the first fronts, and within a front where there is most room (Schmucker et al., "Multi-objective
/// asynchronous successive halving", 2021; the order of `ParetoRanks`).
///
/// A fold over finished trials, as a strategy is.
struct Promotions: Sendable {
    private let reduction: Int
    /// Those below the run's own fidelity.
    private var rungs: [Rung]

    struct Member: Sendable {
        let trial: Int
        let architecture: Architecture
        let rung: Int
        let costs: [Double]
    }

    private struct Rung: Sendable {
        var members: [Member] = []
        /// Trials that cannot go on, but are counted: those that failed, or break a budget that was changed.
        var others = 0
        var promoted: Set<Int> = []
        /// Indices of the members, the best first; nil where the order has to be found anew.
        var order: [Int]?
    }

    /// - Parameter rungs: how many there are below the run's own fidelity.
    init(rungs: Int, reduction: Int) {
        self.reduction = reduction
        self.rungs = Array(repeating: Rung(), count: rungs)
    }

    mutating func tell(_ trial: FinishedTrial) {
        guard rungs.indices.contains(trial.rung) else { return }
        // It stands for the one that failed.
        if trial.isRetry { rungs[trial.rung].others -= 1 }
        guard let costs = trial.costs, trial.excess == 0, !trial.architecture.options.isEmpty else {
            rungs[trial.rung].others += 1
            return
        }
        rungs[trial.rung].members.append(
            Member(trial: trial.number, architecture: trial.architecture, rung: trial.rung, costs: costs))
        rungs[trial.rung].order = nil
    }

    /// Takes in that a trial goes on.
    mutating func promote(_ trial: Int, from rung: Int) { rungs[rung].promoted.insert(trial) }

    /// The trial that goes on now, the highest rung first; nil where none has earned it.
    mutating func next() -> Member? {
        let reduction = reduction
        return first { ($0.members.count + $0.others) / reduction }
    }

    /// The best that is left, whether it has earned it or not.
    mutating func rest() -> Member? { first { $0.members.count } }

    private mutating func first(_ count: (Rung) -> Int) -> Member? {
        for rung in rungs.indices.reversed() {
            sort(rung)
            let order = rungs[rung].order ?? []
            for index in order.prefix(count(rungs[rung])) where !rungs[rung].promoted.contains(rungs[rung].members[index].trial) {
                return rungs[rung].members[index]
            }
        }
        return nil
    }

    /// Trials that may go on one day, as it looks now: what they have learnt is worth keeping.
    mutating func likely() -> [Int] {
        var trials: [Int] = []
        for rung in rungs.indices {
            sort(rung)
            let places = (rungs[rung].members.count + rungs[rung].others) / reduction + Self.margin
            trials += (rungs[rung].order ?? []).prefix(places).map { rungs[rung].members[$0].trial }
                .filter { !rungs[rung].promoted.contains($0) }
        }
        return trials
    }

    private static let margin = 8

    private mutating func sort(_ rung: Int) {
        guard rungs[rung].order == nil else { return }
        let members = rungs[rung].members
        let ranks = ParetoRanks(members.map(\.costs))
        rungs[rung].order = members.indices.sorted { first, second in
            ranks.precedes(first, second) || (!ranks.precedes(second, first) && members[first].trial < members[second].trial)
        }
    }
}
