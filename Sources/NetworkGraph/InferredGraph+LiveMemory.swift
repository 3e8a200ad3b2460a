extension InferredGraph {
    /// Returns the bytes of activations (fp32) that are live while each node runs, in the graph's own order, where `peakActivationBytes`
    /// may find a better one. An operation that is part of another, or a view, has what that one has.
    public func liveActivationBytes() -> [Int] {
        let tensors = ActivationTensors(self)
        var needs = tensors.size.indices.map { tensors.needs(of: $0) }
        var live = needs.first.map { $0 > 0 ? tensors.size[0] : 0 } ?? 0
        var during = [live]
        for tensor in tensors.size.indices.dropFirst() {
            var overwrites = tensors.overwritesZeros[tensor]
            var freed = 0
            for slot in tensors.start[tensor]..<tensors.start[tensor + 1] {
                let operand = tensors.operands[slot]
                needs[operand] -= 1
                guard needs[operand] == 0 else { continue }
                freed += tensors.size[operand]
                if tensors.isOverwritable[slot] { overwrites = true }
            }
            during.append(live + tensors.zeros[tensor] + (overwrites ? 0 : tensors.size[tensor]))
            live += (needs[tensor] > 0 ? tensors.size[tensor] : 0) - freed
        }
        return nodes.indices.map { node in
            let tensor = tensors.tensor[node]
            return (tensor < 0 ? nodes[node].shape.elements : during[tensor]) * Self.bytesPerElement
        }
    }
}
