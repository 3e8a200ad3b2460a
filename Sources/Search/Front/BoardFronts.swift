/// A front for each board of a run, over the same trials.
struct BoardFronts {
    private(set) var fronts: [ParetoFront]
    /// The largest cost of any trial on each board, for each objective; nil where there is none.
    private(set) var worst: [[Double]?]

    /// What adding a trial did.
    struct Change {
        /// On each board where something changed.
        var boards: [FrontChange] = []
        /// Trials that are on no front any more.
        var left: [Int] = []

        var joined: Bool { !boards.isEmpty }
    }

    /// - Parameter count: the number of boards.
    init(count: Int) {
        fronts = Array(repeating: ParetoFront(), count: count)
        worst = Array(repeating: nil, count: count)
    }

    /// As they were kept.
    init(_ fronts: [ParetoFront], worst: [[Double]?]) { (self.fronts, self.worst) = (fronts, worst) }

    /// Adds a trial.
    ///
    /// - Parameter costs: on each board; nil where it is not for that board.
    mutating func insert(trial: Int, costs: [[Double]?]) -> Change {
        var change = Change()
        var left: [Int] = []
        for (board, costs) in costs.enumerated() {
            guard let costs else { continue }
            worst[board] = worst[board].map { zip($0, costs).map { max($0, $1) } } ?? costs
            let moved = fronts[board].insert(.init(trial: trial, costs: costs))
            if moved.joined { change.boards.append(FrontChange(board: board, joined: trial, left: moved.left)) }
            left += moved.left
        }
        var seen: Set<Int> = []
        change.left = left.filter { !contains(trial: $0) && seen.insert($0).inserted }
        return change
    }

    func contains(trial: Int) -> Bool { fronts.contains { $0.contains(trial: trial) } }

    /// Trials on any of them, in order.
    var trials: [Int] { Set(fronts.flatMap { $0.members.map(\.trial) }).sorted() }
}

/// A trial that joined a board's front, and those that it drove from there.
public struct FrontChange: Sendable, Hashable {
    /// The board's number in the run, from 0.
    public let board: Int
    /// The trial that joined the front.
    public let joined: Int
    /// Trials that the new one drove from the front.
    public let left: [Int]

    /// Creates the change of one board's front.
    public init(board: Int, joined: Int, left: [Int]) { (self.board, self.joined, self.left) = (board, joined, left) }
}
