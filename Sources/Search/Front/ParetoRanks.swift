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

    /// Ranks points by their costs alone, which is quicker for many points: in the order of their costs, each is put on the first front
    /// where none beats it, found by bisection (Zhang et al., "An efficient approach to nondominated sorting for evolutionary
    /// multiobjective optimization", IEEE Transactions on Evolutionary Computation 19, 2015).
    init(_ costs: [[Double]]) {
        var fronts: [[Int]] = []
        for point in costs.indices.sorted(by: { costs[$0].lexicographicallyPrecedes(costs[$1]) }) {
            func isBeaten(by front: [Int]) -> Bool {
                // With two objectives the last of a front has the least of the second.
                let beaters = costs[point].count > 2 ? front[...] : front.suffix(1)
                return beaters.reversed().contains { ParetoFront.dominates(costs[$0], costs[point]) }
            }
            var (low, high) = (0, fronts.count)
            while low < high {
                let middle = (low + high) / 2
                if isBeaten(by: fronts[middle]) { low = middle + 1 } else { high = middle }
            }
            if low == fronts.count { fronts.append([point]) } else { fronts[low].append(point) }
        }
        var ranks = [Int](repeating: 0, count: costs.count)
        var crowding = [Double](repeating: 0, count: costs.count)
        for (rank, front) in fronts.enumerated() {
            for point in front { ranks[point] = rank }
            Self.crowd(front, costs, &crowding)
        }
        (self.ranks, self.crowding) = (ranks, crowding)
    }

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
