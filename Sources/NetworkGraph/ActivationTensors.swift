/// A graph as memory sees it: tensors with their sizes and who reads them, in an order of execution.
///
/// Views (flatten, and dropout at inference) are their operand. An operation that can run in place on a tensor nobody else
/// reads (batch norm, activation and softmax after a convolution, say) is part of what made that tensor: running it at once
/// never costs more than running it later. Zeros are made anew for each operation that reads them, as its workspace.
struct ActivationTensors {
    /// Elements of each tensor; tensor 0 is the input.
    private(set) var size: ContiguousArray<Int> = []
    /// Elements of zeros that the operation that makes the tensor reads.
    private(set) var zeros: ContiguousArray<Int> = []
    /// Whether one of those zeros can be overwritten with the result.
    private(set) var overwritesZeros: ContiguousArray<Bool> = []
    /// The different operands of tensor i are `operands[start[i]..<start[i + 1]]`.
    private(set) var start: ContiguousArray<Int> = [0]
    private(set) var operands: ContiguousArray<Int> = []
    /// Whether the result may overwrite that operand where nobody needs it any more.
    private(set) var isOverwritable: ContiguousArray<Bool> = []
    /// The readers of tensor i are `consumers[consumerStart[i]..<consumerStart[i + 1]]`.
    private(set) var consumerStart: ContiguousArray<Int> = []
    private(set) var consumers: ContiguousArray<Int> = []
    private(set) var output = 0
    /// Zeros that are the result of the network themselves.
    private(set) var outputZeros = 0
    /// For each node the tensor that it makes, is part of or is a view of; -1 for zeros.
    private(set) var tensor: ContiguousArray<Int>

    init(_ graph: InferredGraph) {
        let nodes = graph.nodes
        var viewed = ContiguousArray(nodes.indices)
        var uses = ContiguousArray(repeating: 0, count: nodes.count)
        for index in nodes.indices {
            let node = nodes[index]
            if node.operation.isZero { continue }
            if node.operation.traits.contains(.view) {
                viewed[index] = viewed[node.inputs[0]]
            } else {
                for operand in node.inputs { uses[viewed[operand]] += 1 }
            }
        }
        uses[viewed[graph.output]] += 1

        tensor = ContiguousArray(repeating: Self.zeroTensor, count: nodes.count)
        for index in nodes.indices {
            let node = nodes[index]
            if node.operation.isZero { continue }
            if node.operation.traits.contains(.view) {
                tensor[index] = tensor[node.inputs[0]]
            } else if node.operation.traits.contains(.inPlace), uses[viewed[node.inputs[0]]] == 1, tensor[node.inputs[0]] != Self.zeroTensor
            {
                tensor[index] = tensor[node.inputs[0]]
            } else {
                tensor[index] = size.count
                append(node, of: nodes, viewed: viewed)
            }
        }
        output = tensor[graph.output]
        if output == Self.zeroTensor { outputZeros = graph.outputShape.elements }
        listConsumers()
    }

    private static let zeroTensor = -1

    private mutating func append(
        _ node: InferredGraph.Node, of nodes: [InferredGraph.Node], viewed: ContiguousArray<Int>
    ) {
        var read = 0
        var overwrites = false
        let first = operands.count
        for (slot, input) in node.inputs.enumerated() {
            let operand = tensor[input]
            let fits = node.operation.traits.contains(.overwritesOperand) && nodes[input].shape.elements == node.shape.elements
            if operand == Self.zeroTensor {
                let isNew = !node.inputs[..<slot].contains { viewed[$0] == viewed[input] }
                if isNew { read += nodes[input].shape.elements }
                if fits { overwrites = true }
            } else if let known = operands[first...].firstIndex(of: operand) {
                isOverwritable[known] = isOverwritable[known] || fits
            } else {
                operands.append(operand)
                isOverwritable.append(fits)
            }
        }
        size.append(node.shape.elements)
        zeros.append(read)
        overwritesZeros.append(overwrites)
        start.append(operands.count)
    }

    private mutating func listConsumers() {
        consumerStart = ContiguousArray(repeating: 0, count: size.count + 2)
        for operand in operands { consumerStart[operand + 2] += 1 }
        for index in size.indices { consumerStart[index + 2] += consumerStart[index + 1] }
        consumers = ContiguousArray(repeating: 0, count: operands.count)
        for index in size.indices {
            for slot in start[index]..<start[index + 1] {
                consumers[consumerStart[operands[slot] + 1]] = index
                consumerStart[operands[slot] + 1] += 1
            }
        }
    }

    /// How often a tensor is needed: by its readers, and as the result.
    func needs(of tensor: Int) -> Int { consumerStart[tensor + 1] - consumerStart[tensor] + (tensor == output ? 1 : 0) }

    /// The least that is live while the tensor is made, in any order.
    func leastTransient(of tensor: Int) -> Int {
        var sum = zeros[tensor]
        var overwrites = overwritesZeros[tensor]
        for slot in start[tensor]..<start[tensor + 1] {
            sum += size[operands[slot]]
            if isOverwritable[slot], operands[slot] != output { overwrites = true }
        }
        return overwrites ? sum : sum + size[tensor]
    }
}
