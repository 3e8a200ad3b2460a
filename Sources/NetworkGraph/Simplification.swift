/// What is left of a graph when identities, unused results, sums of sums and zeros in sums are gone, as flat arrays: nodes are
/// numbered anew in the order they were written, node 0 is the input.
///
/// The rules, for sums of any nesting, are those of `InferredGraph.canonical()`.
struct Simplification {
    /// For each node, the node as written that it stands for.
    private(set) var origin: ContiguousArray<Int> = []
    /// The operands of node i are `operands[start[i]..<start[i + 1]]`. Those of a sum are in no particular order; a zero has
    /// none.
    private(set) var start: ContiguousArray<Int> = [0]
    var operands: ContiguousArray<Int> = []
    private(set) var isSum: ContiguousArray<Bool> = []
    private(set) var output = 0

    init(_ graph: InferredGraph) {
        let nodes = graph.nodes
        let value = Self.values(of: nodes)
        let result = value[graph.output]

        // Backwards from the result: how often each value is used, and whether its only use is in a sum.
        var uses = ContiguousArray(repeating: 0, count: nodes.count)
        var lastUserIsSum = ContiguousArray(repeating: false, count: nodes.count)
        uses[result] = 1
        for index in stride(from: nodes.count - 1, through: 0, by: -1) where uses[index] > 0 {
            let isSum = nodes[index].operation.isSum
            if nodes[index].operation.isZero { continue }
            for input in nodes[index].inputs {
                let operand = value[input]
                if isSum && nodes[operand].operation.isZero { continue }
                uses[operand] += 1
                lastUserIsSum[operand] = isSum
            }
        }

        func isMerged(_ index: Int) -> Bool {
            nodes[index].operation.isSum && uses[index] == 1 && lastUserIsSum[index] && index != result
        }
        uses[0] = max(uses[0], 1)
        var number = ContiguousArray(repeating: -1, count: nodes.count)
        var pending: ContiguousArray<Int> = []
        for index in nodes.indices where uses[index] > 0 && !isMerged(index) {
            number[index] = origin.count
            origin.append(index)
            let sum = nodes[index].operation.isSum
            isSum.append(sum)
            if sum {
                pending.append(index)
                while let next = pending.popLast() {
                    for input in nodes[next].inputs {
                        let operand = value[input]
                        if isMerged(operand) {
                            pending.append(operand)
                        } else if !nodes[operand].operation.isZero {
                            operands.append(number[operand])
                        }
                    }
                }
            } else if !nodes[index].operation.isZero {
                for input in nodes[index].inputs { operands.append(number[value[input]]) }
            }
            start.append(operands.count)
        }
        output = number[result]
    }

    /// For each node as written, the node that computes its value: an identity is its operand, a sum without its zeros may be
    /// its only operand or a zero, and all zeros of one shape are one.
    private static func values(of nodes: [InferredGraph.Node]) -> ContiguousArray<Int> {
        var value = ContiguousArray<Int>()
        value.reserveCapacity(nodes.count)
        var zeros: ContiguousArray<Int> = []
        for index in nodes.indices {
            let (operation, inputs) = (nodes[index].operation, nodes[index].inputs)
            if operation.isZero {
                if let known = zeros.first(where: { nodes[$0].shape == nodes[index].shape }) {
                    value.append(known)
                } else {
                    zeros.append(index)
                    value.append(index)
                }
            } else if operation.isSum {
                var kept = 0
                var only = value[inputs[0]]
                for input in inputs where !nodes[value[input]].operation.isZero {
                    kept += 1
                    only = value[input]
                }
                value.append(kept < 2 ? only : index)
            } else {
                let isIdentity = inputs.count == 1 && operation.isIdentity(on: nodes[inputs[0]].shape)
                value.append(isIdentity ? value[inputs[0]] : index)
            }
        }
        return value
    }
}
