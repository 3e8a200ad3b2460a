/// Puts the nodes of a simplified graph into an order that depends only on its structure, so that isomorphic graphs become
/// equal arrays.
///
/// Colour refinement (Weisfeiler and Leman) over operands and consumers gives nodes of different standing different colours;
/// in most networks all of them, and then walking back from the result, the operands of a sum by colour, gives the order.
/// Where nodes still share a colour, `CanonicalOrder+Ties.swift` tells them apart. A collision of colours can only cost
/// a duplicate that is not noticed: no two different graphs become equal arrays.
struct CanonicalOrder {
    let start: ContiguousArray<Int>
    private(set) var operands: ContiguousArray<Int>
    let isSum: ContiguousArray<Bool>
    private let output: Int
    /// The consumers of node i are `consumers[consumerStart[i]..<consumerStart[i + 1]]`, once for every use.
    private(set) var consumerStart: ContiguousArray<Int>
    private(set) var consumers: ContiguousArray<Int>
    /// As which operand the consumer takes it: 0 in a sum, else from 1.
    private var roles: ContiguousArray<UInt64>
    var colours: ContiguousArray<UInt64>
    /// Nodes that refinement may still visit before ties are broken without looking for the best way.
    var effort: Int
    private var counter: RefinementHashCounter

    init(_ simplification: Simplification, of graph: InferredGraph, effort: Int = 200_000) {
        start = simplification.start
        operands = simplification.operands
        isSum = simplification.isSum
        output = simplification.output
        self.effort = effort
        let count = isSum.count
        counter = RefinementHashCounter(capacity: count)

        colours = ContiguousArray()
        colours.reserveCapacity(count)
        for index in 0..<count {
            let written = simplification.origin[index]
            var colour = RefinementHash()
            graph.nodes[written].operation.serialise(into: &colour)
            if start[index] == start[index + 1] { colour.take(graph.nodes[written].shape) }
            colours.append(colour.bits)
        }
        colours[output] = RefinementHash.mix(colours[output], 1)

        consumerStart = ContiguousArray(repeating: 0, count: count + 2)
        for operand in operands { consumerStart[operand + 2] += 1 }
        for index in 0..<count { consumerStart[index + 2] += consumerStart[index + 1] }
        consumers = ContiguousArray(repeating: 0, count: operands.count)
        roles = ContiguousArray(repeating: 0, count: operands.count)
        for index in 0..<count {
            for slot in start[index]..<start[index + 1] {
                let place = consumerStart[operands[slot] + 1]
                consumerStart[operands[slot] + 1] = place + 1
                consumers[place] = index
                roles[place] = isSum[index] ? 0 : UInt64(slot - start[index] + 1)
            }
        }

        let all = ContiguousArray(0..<count)
        if refine(all) < count { _ = resolve(all, thorough: true) }
    }

    /// Colours the nodes of the list (ascending) by the colours of their operands and consumers, until that splits no more
    /// colours. Neighbours outside the list keep theirs.
    ///
    /// - Returns: the number of colours in the list.
    @discardableResult
    mutating func refine(_ list: ContiguousArray<Int>) -> Int {
        var known = 0
        while true {
            effort -= list.count
            for node in list { colours[node] = RefinementHash.mix(colours[node], operandColours(of: node)) }
            for node in list.reversed() {
                var sum: UInt64 = 0
                for place in consumerStart[node]..<consumerStart[node + 1] {
                    sum &+= RefinementHash.mix(colours[consumers[place]], roles[place])
                }
                colours[node] = RefinementHash.mix(colours[node], sum)
            }
            let distinct = counter.count(list, of: colours)
            if distinct == list.count || distinct == known { return distinct }
            known = distinct
        }
    }

    /// One word for the colours of a node's operands: their order counts except in a sum.
    @inline(__always)
    func operandColours(of node: Int) -> UInt64 {
        var word: UInt64 = 0
        if isSum[node] {
            for slot in start[node]..<start[node + 1] { word &+= RefinementHash.mix(colours[operands[slot]], 0) }
        } else {
            for slot in start[node]..<start[node + 1] { word = RefinementHash.mix(word, colours[operands[slot]]) }
        }
        return word
    }

    /// The nodes of the list whose colour another node of the list shares.
    mutating func tied(in list: ContiguousArray<Int>) -> ContiguousArray<Int> {
        guard counter.count(list, of: colours) < list.count else { return [] }
        return list.filter { counter.uses(of: colours[$0]) > 1 }
    }

    /// All nodes, operands before their consumers: the input, then depth first from the result, the operands of a sum by
    /// colour.
    mutating func sequence() -> ContiguousArray<Int> {
        for node in isSum.indices where isSum[node] { sortOperands(of: node) }
        let count = isSum.count
        var sequence: ContiguousArray<Int> = [0]
        sequence.reserveCapacity(count)
        var isVisited = ContiguousArray(repeating: false, count: count)
        isVisited[0] = true
        var path: ContiguousArray<Int> = []
        var next = start
        if !isVisited[output] {
            isVisited[output] = true
            path.append(output)
        }
        while let node = path.last {
            let slot = next[node]
            if slot == start[node + 1] {
                sequence.append(node)
                path.removeLast()
            } else {
                next[node] = slot + 1
                let operand = operands[slot]
                if !isVisited[operand] {
                    isVisited[operand] = true
                    path.append(operand)
                }
            }
        }
        return sequence
    }

    /// Sorts the operands of a sum by colour, by insertion: sums are short.
    private mutating func sortOperands(of sum: Int) {
        for slot in start[sum]..<start[sum + 1] {
            let operand = operands[slot]
            let colour = colours[operand]
            var hole = slot
            while hole > start[sum], colours[operands[hole - 1]] > colour {
                operands[hole] = operands[hole - 1]
                hole -= 1
            }
            operands[hole] = operand
        }
    }
}
