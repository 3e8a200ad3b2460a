/// A front for each board of a run, over the same trials.
struct BoardFronts {
    private(set) var fronts: [ParetoFront]

    /// - Parameter count: of boards.
    init(count: Int) { fronts = Array(repeating: ParetoFront(), count: count) }

    /// Adds a trial.
    ///
    /// - Parameter costs: on each board; nil where it is not for that board.
    /// - Returns: whether it joined any front, and the trials that are on none any more.
    mutating func insert(trial: Int, costs: [[Double]?]) -> ParetoFront.Change {
        var joined = false
        var left: [Int] = []
        for (board, costs) in costs.enumerated() {
            guard let costs else { continue }
            let change = fronts[board].insert(.init(trial: trial, costs: costs))
            if change.joined { joined = true }
            left += change.left
        }
        var seen: Set<Int> = []
        return ParetoFront.Change(joined: joined, left: left.filter { !contains(trial: $0) && seen.insert($0).inserted })
    }

    func contains(trial: Int) -> Bool { fronts.contains { $0.contains(trial: trial) } }

    /// Trials on any of them, in order.
    var trials: [Int] { Set(fronts.flatMap { $0.members.map(\.trial) }).sorted() }
}
