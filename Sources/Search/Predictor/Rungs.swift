internal import Foundation

/// What a candidate cost at each fidelity it was trained to, the shortest first; nil where that failed.
struct RungCosts: Sendable {
    var byRung: [[Double]?] { [first] + further }
    private let first: [Double]?
    /// Most have none.
    private var further: [[Double]?] = []
    /// The number of its latest trial.
    private(set) var latest: Int
    /// How many it was trained to.
    var count: Int { 1 + further.count }

    init(_ trial: FinishedTrial) { (first, latest) = (trial.costs, trial.number) }

    /// A further rung, or the last one once more, where that failed.
    mutating func add(_ trial: FinishedTrial) {
        if trial.isRetry, !further.isEmpty { further.removeLast() }
        further.append(trial.costs)
        latest = trial.number
    }
}

/// Brings what was measured after short trainings to the level of the longest there were: from one rung to the next the logarithm of an
/// error falls by what it fell by for most that went on. So a candidate that was trained briefly is compared by what it may come to, and
/// one that was trained long by what it has come to.
struct RungLevels {
    /// From rung i to rung i + 1.
    private let steps: [Double]

    /// - Parameter value: the logarithm of the error that costs stand for.
    init(_ candidates: some Sequence<RungCosts>, value: ([Double]) -> Double) {
        var falls: [[Double]] = []
        for candidate in candidates {
            for (rung, pair) in zip(candidate.byRung, candidate.byRung.dropFirst()).enumerated() {
                while falls.count <= rung { falls.append([]) }
                if let below = pair.0, let above = pair.1 { falls[rung].append(value(above) - value(below)) }
            }
        }
        steps = falls.map { falls in falls.isEmpty ? 0 : falls.sorted()[falls.count / 2] }
    }

    /// Whether there is more than one rung.
    var differ: Bool { !steps.isEmpty }

    /// What a value of a rung would be on the highest.
    func level(_ value: Double, of rung: Int) -> Double { steps.dropFirst(rung).reduce(value, +) }
}
