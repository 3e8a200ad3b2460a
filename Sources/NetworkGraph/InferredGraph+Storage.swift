extension InferredGraph {
    /// Bytes of weights that inference needs, fp32.
    ///
    /// A batch norm is stored as one scale and one shift for every channel (its statistics are constants by then). One that
    /// directly follows a convolution or a dense layer, and alone uses its result, is folded into that layer's weights and
    /// bias: then it costs only a bias, and nothing where the layer has one already. A batch norm that follows another one
    /// in the same way is folded into it. Every other batch norm, such as one after a sum or before an activation, stays.
    /// Zeros, indices and the program itself do not count.
    public var weightStorageBytes: Int {
        let numbers = storedNumbers().reduce(0) { sum, own in
            let (next, overflow) = sum.addingReportingOverflow(own)
            return overflow ? Int.max : next
        }
        let (bytes, overflow) = numbers.multipliedReportingOverflow(by: Self.bytesPerElement)
        return overflow ? Int.max : bytes
    }

    /// Of each node how many weights it adds to what is stored.
    public func storedNumbers() -> [Int] {
        var uses = ContiguousArray(repeating: 0, count: nodes.count)
        for node in nodes { for operand in node.inputs { uses[operand] += 1 } }
        uses[output] += 1
        /// Whether a node is a layer that a batch norm after it can be folded into, and whether that layer has a bias by now.
        var hasBias = ContiguousArray<Bool?>(repeating: nil, count: nodes.count)
        return nodes.indices.map { index in
            let node = nodes[index]
            var stored = parameters(of: node)
            switch node.operation {
            case .convolution(let convolution): hasBias[index] = convolution.bias
            case .dense(_, let bias): hasBias[index] = bias
            case .batchNorm:
                if uses[node.inputs[0]] == 1, let bias = hasBias[node.inputs[0]] { stored = bias ? 0 : node.shape.channels }
                hasBias[index] = true
            default: break
            }
            return stored
        }
    }
}
