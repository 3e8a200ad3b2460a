extension InferredGraph {
    /// What the parameters of each node are named by: the node's name; one that comes again gets `#2`, `#3` ... behind it.
    public var parameterNames: [String] {
        var uses: [String: Int] = [:]
        return nodes.enumerated().map { index, node in
            guard index > 0 else { return node.name }
            let count = uses[node.name, default: 0] + 1
            uses[node.name] = count
            return count == 1 ? node.name : "\(node.name)#\(count)"
        }
    }
}
