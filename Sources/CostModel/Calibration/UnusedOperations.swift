internal import NetworkGraph

/// What a runtime does with operations whose result does not reach the network's. Converters differ, so it is a part of a
/// calibration, chosen by cross-validation where the networks tell.
public enum UnusedOperations: String, Sendable, Hashable, Codable, CaseIterable {
    /// None of them runs.
    case removed
    /// All of them run.
    case kept
    /// Among the results that nobody reads and that hang off one value (a cell's input), the last written one is computed, with all that it
    /// needs, unless it is a sum. So it was when HW-NAS-Bench's cells were measured with TensorFlow Lite on a Raspberry Pi 4.
    case lastResultKept = "last_result_kept"
}

extension InferredGraph {
    /// Whether each node's result reaches the network's.
    var reachesOutput: [Bool] {
        var needed = [Bool](repeating: false, count: nodes.count)
        needed[output] = true
        for node in nodes.indices.reversed() where needed[node] {
            for operand in nodes[node].inputs { needed[operand] = true }
        }
        return needed
    }

    /// Returns for each node whether it runs. A sum of one operand besides zeros is that operand. A network none of whose operations sees
    /// the input is a constant: nothing runs.
    func executed(_ unused: UnusedOperations) -> [Bool] {
        if unused == .kept { return [Bool](repeating: true, count: nodes.count) }
        let values = EffectiveValues(self)
        var runs = values.needed(for: [values.value[output]])
        if unused == .lastResultKept {
            let kept = values.lastUnreadResults(live: runs)
            for (node, isNeeded) in values.needed(for: kept).enumerated() where isNeeded { runs[node] = true }
        }
        if !nodes.indices.contains(where: { runs[$0] && values.operands[$0].contains(0) }) {
            return [Bool](repeating: false, count: nodes.count)
        }
        return runs
    }
}

/// A graph's values when zeros in sums are dropped.
private struct EffectiveValues {
    /// The node that computes each node's value.
    let value: [Int]
    /// The operands of each node, as the nodes that compute them; empty for zeros and for nodes that compute nothing of their own.
    let operands: [[Int]]
    /// The operands of each node, as they are written.
    private let written: [[Int]]
    /// How many other nodes each node is written as an operand of.
    private let readers: [Int]
    private let isSum: [Bool]
    private let isZero: [Bool]
    /// Whether each node is the result, or an operand of something that does not drop it.
    private let isRead: [Bool]

    init(_ graph: InferredGraph) {
        var (value, operands): ([Int], [[Int]]) = ([], [])
        var (isSum, isZero): ([Bool], [Bool]) = ([], [])
        var isRead = [Bool](repeating: false, count: graph.nodes.count)
        isRead[graph.output] = true
        for (index, node) in graph.nodes.enumerated() {
            var read = node.inputs
            var source = index
            var (sum, zero) = (false, false)
            if node.operation.isZero {
                (read, zero) = ([], true)
            } else if node.operation.isSum {
                read = read.filter { !isZero[$0] }
                sum = read.count > 1
                zero = read.isEmpty
                if read.count == 1 { source = value[read[0]] }
            }
            for operand in read { isRead[operand] = true }
            value.append(source)
            operands.append(source == index ? read.map { value[$0] } : [])
            isSum.append(sum)
            isZero.append(zero)
        }
        (self.value, self.operands) = (value, operands)
        written = graph.nodes.map(\.inputs)
        var readers = [Int](repeating: 0, count: graph.nodes.count)
        for operands in written { for operand in operands { readers[operand] += 1 } }
        self.readers = readers
        (self.isSum, self.isZero, self.isRead) = (isSum, isZero, isRead)
    }

    /// The nodes that compute these values and all that they are made of.
    func needed(for results: [Int]) -> [Bool] {
        var needed = [Bool](repeating: false, count: value.count)
        for result in results { needed[result] = true }
        for node in needed.indices.reversed() where needed[node] {
            for operand in operands[node] { needed[operand] = true }
        }
        return needed
    }

    /// For each value that branches into unused operations, the last of the results that hang off it and that nobody reads, unless
    /// it is a sum or the value itself under another name. A value is told from others as it is written: each cell of a network
    /// has its own input, though all may be the same.
    func lastUnreadResults(live: [Bool]) -> [Int] {
        var roots: [Set<Int>] = []
        for node in value.indices {
            var own: Set<Int> = []
            for operand in written[node] where operand > 0 {
                let branches = live[value[operand]] || readers[operand] > 1
                own.formUnion(branches ? [operand] : roots[operand])
            }
            roots.append(own)
        }
        var last: [Int: Int] = [:]
        for node in value.indices where !isRead[node] && !isZero[node] {
            for root in roots[node] { last[root] = node }
        }
        let results = Set(last.values).filter { node in roots[node].allSatisfy { last[$0] == node } }.map { value[$0] }
        return results.filter { !live[$0] && !isSum[$0] }.sorted()
    }
}
