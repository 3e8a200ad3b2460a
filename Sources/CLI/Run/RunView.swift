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

    /// Of several boards each has on its front only what keeps its budget.
    ///
    /// - Parameter limits: that networks must keep beside the run's.
    func front(_ objectives: [Objective]? = nil, within limits: Budget? = nil) throws -> StoredFront {
        let budget = limits.map { board?.budget.combined(with: $0) ?? $0 } ?? board?.budget
        return StoredFront(try trials(), objectives: objectives ?? run.objectives, within: budget)
    }

    func front(of trials: [TrialRecord], _ objectives: [Objective]? = nil) -> StoredFront {
        StoredFront(trials, objectives: objectives ?? run.objectives, within: board?.budget)
    }
}
