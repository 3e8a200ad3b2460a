import CostModel
import Search
import Support

/// A run on one of its boards: with that board's target and budget, estimates and front.
struct RunView {
    let store: Store
    let run: RunDefinition
    let board: RunBoard

    /// - Parameter name: of one of the run's boards; its first if nil.
    /// - Throws: a `UsageError` for a board that the run does not have.
    init(_ store: Store, board name: String?) throws {
        self.store = store
        run = try store.run()
        let boards = run.boards
        guard let board = name.map({ name in boards.first { $0.target.board.name == name } }) ?? boards[0] else {
            throw UsageError(
                "--board: the run has no board '\(name ?? "")'",
                hint: "its boards: \(boards.map(\.target.board.name).joined(separator: ", "))")
        }
        self.board = board
    }

    func trials() throws -> [TrialRecord] { try store.trials(on: board) }

    func trial(_ number: Int) throws -> TrialRecord? { try store.trial(number, on: board) }

    func forEachTrial(_ body: (TrialRecord) throws -> Void) throws { try store.forEachTrial(on: board, body) }

    /// Returns the trials of the run, every so many of them where there are more than `count`: for pictures and statistics.
    func sampledTrials(atMost count: Int) throws -> [TrialRecord] {
        let all = try store.tally().proposed
        return try store.trials(every: (all + count - 1) / max(count, 1), on: board)
    }

    /// Whether a trial's network keeps the board's budget, as far as its estimate is known.
    func fits(_ trial: TrialRecord) -> Bool { trial.estimate.map { board.budget.judge($0).fits } ?? false }

    /// The one that is kept, or one of other objectives, of less or of more, for which all trials are gone through. On it is what keeps
    /// the board's budget.
    ///
    /// - Parameters:
    ///   - limits: that networks must keep beside the board's.
    ///   - overBudget: whether also those that break the board's budget count.
    func front(_ objectives: [Objective]? = nil, within limits: Budget? = nil, overBudget: Bool = false) throws -> StoredFront {
        let isKept = limits == nil && !overBudget && (objectives ?? run.objectives) == run.objectives
        if isKept, try run.boards.count > 1 || store.keptFrontsFit() {
            return StoredFront(try store.front(on: board), objectives: run.objectives, worst: try store.worstCosts(on: board))
        }
        let budget = overBudget ? limits : limits.map { board.budget.combined(with: $0) } ?? board.budget
        var members = FrontMembers(objectives: objectives ?? run.objectives, budget: budget)
        try forEachTrial { trial in
            if trial.fidelity == run.fidelity { members.add(trial) }
        }
        return members.front
    }

    /// The most accurate of the trials that were trained to the run's fidelity and keep the board's budget; of equals the first.
    ///
    /// - Parameter overBudget: whether also those that break it count.
    func best(overBudget: Bool = false) throws -> Tally.Best? {
        // The one that is kept is of the run's first board; in a database of before, of all trials.
        if !overBudget, board == run.boards[0], let kept = try store.tally().best, let trial = try trial(kept.trial),
            fits(trial)
        {
            return kept
        }
        let found = try store.bestTrial(on: board) { overBudget || fits($0) }
        return found.flatMap { trial in trial.accuracy.map { Tally.Best(trial: trial.number, accuracy: $0) } }
    }
}
