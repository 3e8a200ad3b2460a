internal import Support

/// Deals whole groups to the parts of a split, so that each part comes near its share of every class.
///
/// The largest groups first, each to the part where it most lessens the sum of squared differences from what the parts are to have of
/// each class (the greedy rule of scikit-learn's `StratifiedGroupKFold`, with parts of unequal size).
struct GroupedSplit {
    /// In the order of the shares.
    private(set) var parts: [[Int]]

    /// - Parameters:
    ///   - examples: the indices to be dealt.
    ///   - shares: of each class, the first part being for training: a group that alone has a class goes there, whatever its share. Of
    ///     the others, a part with share 0 gets nothing.
    init(_ dataset: Dataset, groups: [Int], examples: [Int], shares: [Double], seed: UInt64) throws(Diagnostic) {
        var members: [Int: [Int]] = [:]
        for index in examples { members[groups[index], default: []].append(index) }
        var order = members.keys.sorted()
        var random = RandomStream(seed: seed, purpose: .split, index: Self.stream)
        random.shuffle(&order)
        func counts(_ indices: [Int]) -> [Int] {
            var counts = [Int](repeating: 0, count: dataset.classes)
            for index in indices { counts[Int(dataset.labels[index])] += 1 }
            return counts
        }
        let dealt = order.map { group in
            let indices = members[group] ?? []
            return (indices: indices, counts: counts(indices))
        }.enumerated().sorted { ($1.element.indices.count, $0.offset) < ($0.element.indices.count, $1.offset) }.map(\.element)
        let totals = counts(examples)
        // What stays without a part of its own is training's.
        var left = shares.map { share in totals.map { share * Double($0) } }
        var holders = [Int](repeating: 0, count: dataset.classes)
        for group in dealt { for (label, count) in group.counts.enumerated() where count > 0 { holders[label] += 1 } }
        var chosen = [[Int]](repeating: [], count: shares.count)
        for (number, group) in dealt.enumerated() {
            // A class that one group alone has can only be learned.
            let isOnly = group.counts.enumerated().contains { $1 > 0 && holders[$0] == 1 }
            var best = 0
            var least = Double.infinity
            for part in isOnly ? 0..<1 : shares.indices where shares[part] > 0 {
                var cost = 0.0
                for (label, count) in group.counts.enumerated() where count > 0 {
                    cost += Double(count) * (Double(count) - 2 * left[part][label]) / Double(totals[label])
                }
                if cost < least { (best, least) = (part, cost) }
            }
            chosen[best].append(number)
            for (label, count) in group.counts.enumerated() { left[best][label] -= Double(count) }
        }
        Self.fill(&chosen, dealt.map(\.counts), shares: shares, holders: holders)
        parts = chosen.map { numbers in numbers.flatMap { dealt[$0].indices } }
        if let empty = shares.indices.first(where: { shares[$0] > 0 && parts[$0].isEmpty }) {
            throw Self.tooFew(dataset, groups: dealt.count, holders: holders, empty: empty, of: shares.count)
        }
    }

    /// A part that is to have something gets the smallest group that training can spare.
    private static func fill(_ chosen: inout [[Int]], _ counts: [[Int]], shares: [Double], holders: [Int]) {
        for part in shares.indices.dropFirst().reversed() where shares[part] > 0 && chosen[part].isEmpty {
            let spare = chosen[0].last { number in !counts[number].enumerated().contains { $1 > 0 && holders[$0] == 1 } }
            guard let spare, chosen[0].count > 1 else { continue }
            chosen[0].removeAll { $0 == spare }
            chosen[part].append(spare)
        }
    }

    private static func tooFew(_ dataset: Dataset, groups: Int, holders: [Int], empty: Int, of parts: Int) -> Diagnostic {
        let part = parts == 3 ? ["training", "validation", "test"][empty] : "fold \(empty)"
        let only = holders.indices.filter { holders[$0] == 1 }
        let reason =
            only.isEmpty
            ? "there are too few"
            : "class '\(dataset.classNames[only[0]])' is in one group alone\(only.count > 1 ? ", and so are others" : "")"
        return Diagnostic(
            "\(Plural.count(groups, "group")) cannot be split so that each stays in one part: \(reason), and nothing is left for \(part)",
            file: dataset.origin.folder,
            hint: "more groups are needed, or group=none (group: none in data.yaml), where examples of one group may be in two parts")
    }

    /// Classes have the streams below.
    private static let stream: UInt32 = 1 << 16
}
