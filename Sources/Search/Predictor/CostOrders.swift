internal import Support

/// Trials in the order of each of their costs, from which follows how good each is beside the others. The orders stay while trials
/// are added and dropped, so that only what is new has to be sorted.
struct CostOrders: Sendable {
    private struct Entry: Sendable {
        let cost: Double
        var index: Int

        static func < (left: Entry, right: Entry) -> Bool {
            left.cost < right.cost || (left.cost == right.cost && left.index < right.index)
        }
    }

    /// For each objective, the trials that did not fail in the order of their costs, of equals the earlier first.
    private var orders: [[Entry]] = []
    /// Those that are not in their place yet.
    private var new: [[Entry]] = []
    /// How many trials are in them, those that failed among them.
    private var count = 0

    /// The place of a trial that failed: after all others.
    private static let failed = 1 << 40

    /// Adds a trial.
    ///
    /// - Parameter costs: one for each objective; nil for a trial that failed.
    mutating func append(_ costs: [Double]?) {
        if let costs {
            if orders.isEmpty { orders = Array(repeating: [], count: costs.count) }
            if new.isEmpty { new = orders }
            for objective in costs.indices { new[objective].append(Entry(cost: costs[objective], index: count)) }
        }
        count += 1
    }

    private mutating func takeIn() {
        for objective in orders.indices where !new[objective].isEmpty {
            new[objective].radixSort { $0.cost.orderedBits }
            orders[objective] = Self.merged(orders[objective], new[objective])
            new[objective].removeAll(keepingCapacity: true)
        }
    }

    private static func merged(_ left: [Entry], _ right: [Entry]) -> [Entry] {
        var all: [Entry] = []
        all.reserveCapacity(left.count + right.count)
        var index = 0
        for entry in right {
            while index < left.count, left[index] < entry {
                all.append(left[index])
                index += 1
            }
            all.append(entry)
        }
        return all + left[index...]
    }

    /// Drops all but some.
    ///
    /// - Parameter kept: ascending; they are numbered anew in this order.
    mutating func keep(_ kept: [Int]) {
        takeIn()
        var numbers = [Int](repeating: -1, count: count)
        for (number, index) in kept.enumerated() { numbers[index] = number }
        for objective in orders.indices {
            orders[objective] = orders[objective].compactMap { entry in
                numbers[entry.index] < 0 ? nil : Entry(cost: entry.cost, index: numbers[entry.index])
            }
        }
        count = kept.count
    }

    /// How good each trial is: the front first, then by the sum of its places in each objective, then those that failed. Not by
    /// ranks of fronts, which would take longer than all the rest where there are many trials.
    mutating func places() -> [Int] {
        takeIn()
        var sums = [Int](repeating: Self.failed, count: count)
        for entry in orders.first ?? [] { sums[entry.index] = 0 }
        for order in orders { for (place, entry) in order.enumerated() { sums[entry.index] += place } }
        for index in front() { sums[index] = -1 }
        return sums
    }

    /// Trial after trial.
    private func costs() -> [Double] {
        var costs = [Double](repeating: 0, count: count * orders.count)
        for (objective, order) in orders.enumerated() {
            for entry in order { costs[entry.index * orders.count + objective] = entry.cost }
        }
        return costs
    }

    /// Those that no other beats; of equals the first.
    private func front() -> [Int] {
        let (width, costs) = (orders.count, costs())
        /// In no objective better.
        func isNotBetter(_ left: Int, _ right: Int) -> Bool {
            for objective in 0..<width where costs[left * width + objective] < costs[right * width + objective] { return false }
            return true
        }
        var front: [Int] = []
        // Whoever is beaten is beaten by one that is before it in the first objective, or beside it.
        for entry in orders.first ?? [] where !front.contains(where: { isNotBetter(entry.index, $0) }) {
            front.removeAll { isNotBetter($0, entry.index) }
            front.append(entry.index)
        }
        return front
    }
}
