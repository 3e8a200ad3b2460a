internal import Support

/// A regression tree over options (Breiman et al., "Classification and regression trees", 1984), whose leaves are boxes: for each
/// decision the options that lead there.
struct RegressionTree {
    struct Leaf {
        /// For each decision, one entry an option.
        let allowed: [[Bool]]
        let value: Double
    }

    private(set) var leaves: [Leaf] = []

    /// - Parameters:
    ///   - rows: options, from 0, one for each decision.
    ///   - values: one for each row.
    ///   - optionCounts: for each decision.
    init(_ rows: [[Int]], _ values: [Double], optionCounts: [Int], using random: inout RandomStream) {
        let everything = optionCounts.map { [Bool](repeating: true, count: $0) }
        grow(Array(rows.indices), everything, rows, values, &random)
    }

    /// Leaves are not smaller.
    private static let smallest = 3

    private mutating func grow(
        _ members: [Int], _ allowed: [[Bool]], _ rows: [[Int]], _ values: [Double], _ random: inout RandomStream
    ) {
        guard members.count >= 2 * Self.smallest, let split = bestSplit(members, allowed, rows, values, &random) else {
            let mean = members.reduce(0) { $0 + values[$1] } / Double(max(members.count, 1))
            leaves.append(Leaf(allowed: allowed, value: mean))
            return
        }
        for side in [true, false] {
            var narrowed = allowed
            for option in narrowed[split.decision].indices where split.left[option] != side { narrowed[split.decision][option] = false }
            grow(members.filter { split.left[rows[$0][split.decision]] == side }, narrowed, rows, values, &random)
        }
    }

    private struct Split {
        let decision: Int
        /// For each option, whether it goes left.
        let left: [Bool]
    }

    /// Among five sixths of the decisions, drawn at random: the split of options, in the order of their means, that leaves the smallest
    /// squares. Options that do not occur go with the nearest in the file's order.
    private func bestSplit(
        _ members: [Int], _ allowed: [[Bool]], _ rows: [[Int]], _ values: [Double], _ random: inout RandomStream
    ) -> Split? {
        var decisions = allowed.indices.filter { decision in allowed[decision].count { $0 } > 1 }
        random.shuffle(&decisions)
        let total = members.reduce(0) { $0 + values[$1] }
        var best: (gain: Double, split: Split)?
        var tried = 0
        for decision in decisions {
            if 6 * tried >= 5 * allowed.count, best != nil { break }
            tried += 1
            var sums = [Double](repeating: 0, count: allowed[decision].count)
            var counts = [Int](repeating: 0, count: sums.count)
            for member in members {
                sums[rows[member][decision]] += values[member]
                counts[rows[member][decision]] += 1
            }
            let present = sums.indices.filter { counts[$0] > 0 }.sorted { sums[$0] / Double(counts[$0]) < sums[$1] / Double(counts[$1]) }
            var (sum, count) = (0.0, 0)
            for place in present.indices.dropLast() {
                sum += sums[present[place]]
                count += counts[present[place]]
                let others = members.count - count
                guard count >= Self.smallest, others >= Self.smallest else { continue }
                let gain = sum * sum / Double(count) + (total - sum) * (total - sum) / Double(others)
                if gain > (best?.gain ?? total * total / Double(members.count) * (1 + 1e-9) + 1e-12) {
                    best = (gain, Split(decision: decision, left: Self.sides(Set(present[...place]), Set(present), sums.count)))
                }
            }
        }
        return best?.split
    }

    private static func sides(_ left: Set<Int>, _ present: Set<Int>, _ options: Int) -> [Bool] {
        (0..<options).map { option in
            let nearest = present.min { (abs($0 - option), $0) < (abs($1 - option), $1) }
            return left.contains(nearest ?? option)
        }
    }
}
