import CostModel
import Search
import Support

/// A run as one of its boards sees it: with that board's target and budget, estimates and front.
struct RunView {
    let store: Store
    /// Its target and budget are the board's.
    let run: RunDefinition
    private let board: RunBoard?

    /// - Parameter name: of one of the run's boards; its own if nil.
    /// - Throws: a `UsageError` for a board that the run does not have.
    init(_ store: Store, board name: String?) throws {
        self.store = store
        var run = try store.run()
        let boards = run.boards
        guard let board = name.map({ name in boards.first { $0.target.board.name == name } }) ?? boards[0] else {
            throw UsageError(
                "--board: the run has no board '\(name ?? "")'",
                hint: "its boards: \(boards.map(\.target.board.name).joined(separator: ", "))")
        }
        self.board = boards.count > 1 ? board : nil
        (run.target, run.profileHash, run.budget, run.mission) = (board.target, board.profileHash, board.budget, board.mission)
        self.run = run
    }

    func trials() throws -> [TrialRecord] { try store.trials(on: board) }

    func trial(_ number: Int) throws -> TrialRecord? { try store.trial(number, on: board) }

    func forEachTrial(_ body: (TrialRecord) throws -> Void) throws { try store.forEachTrial(on: board, body) }

    /// Of a run with more trials than `count` every so many, for pictures and statistics.
    func sampledTrials(atMost count: Int) throws -> [TrialRecord] {
        let all = try store.tally().proposed
        return try store.trials(every: (all + count - 1) / max(count, 1), on: board)
    }

    /// The one that is kept, or one of other objectives or of less, for which all trials are gone through. Of several boards each has on
    /// its front only what keeps its budget.
    ///
    /// - Parameter limits: that networks must keep beside the run's.
    func front(_ objectives: [Objective]? = nil, within limits: Budget? = nil) throws -> StoredFront {
        guard limits != nil || (objectives ?? run.objectives) != run.objectives else {
            return StoredFront(try store.front(on: board), objectives: run.objectives, worst: try store.worstCosts(on: board))
        }
        let budget = limits.map { board?.budget.combined(with: $0) ?? $0 } ?? board?.budget
        var members = FrontMembers(objectives: objectives ?? run.objectives, budget: budget)
        try forEachTrial { trial in
            if trial.fidelity == run.fidelity { members.add(trial) }
        }
        return members.front
    }
}
