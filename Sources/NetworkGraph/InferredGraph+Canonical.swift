extension InferredGraph {
    /// Returns the graph that is trained, costed and exported: isomorphic graphs, however they are spelled, become the same array of
    /// nodes, apart from names.
    ///
    /// - Identities are gone: dropout of rate 0, flattening a vector, pooling by 1 x 1, shuffling one group, joining one operand.
    /// - Operations whose result is unused are gone; the input stays, as node 0.
    /// - A sum whose only use is in another sum is merged into it. The order of a sum's operands does not count; one that is
    ///   added twice stays twice. Operands of zeros are dropped; a sum of zeros is a zero, a sum of one operand is that operand.
    /// - A `zero` has no operands, so that what fed only zeros is gone; all zeros of one shape are one node. Operations on
    ///   zeros stay: a convolution and batch norm of zeros still gives its shift.
    /// - Operations with equal operands are not merged: two convolutions of one input have weights of their own.
    ///
    /// The order is one of execution. Canonicalisation is idempotent. The work on symmetries is bounded: where hundreds of equal
    /// operations are woven into each other, two spellings may stay two graphs (and be taken for two networks); two different
    /// networks never become one.
    public func canonical() -> InferredGraph {
        var simplification = Simplification(self)
        var order = CanonicalOrder(simplification, of: self)
        let sequence = order.sequence()
        simplification.operands = order.operands

        var number = ContiguousArray(repeating: 0, count: sequence.count)
        for place in sequence.indices { number[sequence[place]] = place }
        var result: [Node] = []
        result.reserveCapacity(sequence.count)
        for node in sequence {
            let written = nodes[simplification.origin[node]]
            var inputs = simplification.operands[simplification.start[node]..<simplification.start[node + 1]].map { number[$0] }
            if simplification.isSum[node] { inputs.sort() }
            result.append(Node(operation: written.operation.normalised, inputs: inputs, shape: written.shape, name: written.name))
        }
        let canonical = InferredGraph(nodes: result, output: number[simplification.output])
        // Nodes that are images of each other may have changed places, and with them their names.
        return isSame(as: canonical) ? self : canonical
    }

    /// Whether both have the same nodes in the same order, apart from names.
    func isSame(as other: InferredGraph) -> Bool {
        guard nodes.count == other.nodes.count, output == other.output else { return false }
        for index in nodes.indices {
            let (mine, theirs) = (nodes[index], other.nodes[index])
            guard mine.inputs == theirs.inputs, mine.shape == theirs.shape, mine.operation == theirs.operation else { return false }
        }
        return true
    }
}
