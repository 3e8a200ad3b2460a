/// The order of NSGA-II (Deb et al., "A fast and elitist multiobjective genetic algorithm: NSGA-II", IEEE Transactions on Evolutionary
/// Computation 6, 2002): fronts one behind the other, and within a front how much room there is around each point.
struct ParetoRanks: Sendable {
    /// For each point, 0 for those that no other dominates, 1 for those that only points of rank 0 dominate ...
    let ranks: [Int]
    /// For each point, the sum over objectives of the distance between its neighbours in its front, as a share of the front's
    /// extent; infinite at the ends.
    let crowding: [Double]

    /// - Parameter dominates: whether the first of two points is better.
    init(_ costs: [[Double]], dominates: (Int, Int) -> Bool) {
        var ranks = [Int](repeating: 0, count: costs.count)
        var crowding = [Double](repeating: 0, count: costs.count)
        var beatenBy = [Int](repeating: 0, count: costs.count)
        var beats = [[Int]](repeating: [], count: costs.count)
        for first in costs.indices {
            for second in costs.indices where dominates(first, second) {
                beats[first].append(second)
                beatenBy[second] += 1
            }
        }
        var front = costs.indices.filter { beatenBy[$0] == 0 }
        var rank = 0
        while !front.isEmpty {
            Self.crowd(front, costs, &crowding)
            var next: [Int] = []
            for point in front {
                ranks[point] = rank
                for other in beats[point] {
                    beatenBy[other] -= 1
                    if beatenBy[other] == 0 { next.append(other) }
                }
            }
            front = next.sorted()
            rank += 1
        }
        (self.ranks, self.crowding) = (ranks, crowding)
    }

    init(_ costs: [[Double]]) { self.init(costs) { ParetoFront.dominates(costs[$0], costs[$1]) } }

    /// Whether the first of two points goes before the second: by rank, then where there is more room.
    func precedes(_ first: Int, _ second: Int) -> Bool {
        ranks[first] != ranks[second] ? ranks[first] < ranks[second] : crowding[first] > crowding[second]
    }

    private static func crowd(_ front: [Int], _ costs: [[Double]], _ crowding: inout [Double]) {
        for objective in costs[front[0]].indices {
            let sorted = front.sorted { (costs[$0][objective], $0) < (costs[$1][objective], $1) }
            let (first, last) = (sorted[0], sorted[sorted.count - 1])
            let extent = costs[last][objective] - costs[first][objective]
            crowding[first] = .infinity
            crowding[last] = .infinity
            guard extent > 0, sorted.count > 2 else { continue }
            for place in 1..<(sorted.count - 1) {
                crowding[sorted[place]] += (costs[sorted[place + 1]][objective] - costs[sorted[place - 1]][objective]) / extent
            }
        }
    }
}
