public import Support

extension InferredGraph {
    /// Names a canonical graph with its front end: what costs are cached by, and what tells two networks apart.
    ///
    /// The hash is of the whole serialisation (every operation with all its numbers, and its operands), so that two different
    /// networks never share an id. Isomorphic networks share one because `canonical()` puts them into the same order. Names of
    /// nodes do not count; shapes follow from the input's.
    public func networkID(frontEnd: FrontEnd) -> StableHash {
        var hasher = StableHasher()
        hasher.combine("network 1")
        hasher.combine(frontEnd.precision.rawValue)
        hasher.take(frontEnd.input)
        // Ids of spaces that do not say how aspects change are what they were before spaces could.
        if let resize = frontEnd.resize { hasher.combine("resize \(resize.rawValue)") }
        hasher.take(nodes[0].shape)
        hasher.combine(nodes.count)
        hasher.combine(output)
        for node in nodes {
            node.operation.serialise(into: &hasher)
            if node.operation.isZero { hasher.take(node.shape) }
            hasher.combine(node.inputs.count)
            for operand in node.inputs { hasher.combine(operand) }
        }
        return hasher.finalize()
    }
}
