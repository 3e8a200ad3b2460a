import Support

extension Decoder {
    private static let mostNodes = 256

    /// A cell: `nodes`, `edges` and what stands on them. A node is the sum of the edges that enter it.
    func graph(_ node: SourceNode, path: String) throws(Diagnostic) -> LayerSyntax.Kind {
        let entries = checked(
            try mapping(node, path: path, what: "graph"), keys: ["nodes", "edges", "each_edge"], needing: ["nodes", "edges"],
            at: node.location, path: path, what: "graph")
        let common = entries["each_edge"].map { layer($0, path: "\(path).each_edge") }
        let nodes = entries["nodes"].flatMap { whole($0, in: 2...Self.mostNodes, path: path, what: "nodes") }
        guard let edgesNode = entries["edges"] else { return .sequence([common].compactMap { $0 }) }
        let items = try list(edgesNode, path: path, what: "edges")
        var edges: [EdgeSyntax] = []
        for (index, item) in items.enumerated() {
            let edge = mistakes.attempt { () throws(Diagnostic) in
                try self.edge(item, nodes: nodes, common: common, path: "\(path).edges[\(index)]")
            }
            if case .some(let edge?) = edge { edges.append(edge) }
        }
        // Where something is broken, what stands on the edges is all that can still be looked at.
        guard let nodes, edges.count == items.count else { return .sequence(edges.map(\.layer)) }
        for target in 1..<nodes where !edges.contains(where: { $0.to == target }) {
            throw fault(
                "no edge enters node \(target)", at: edgesNode.location, path: path,
                hint: "nodes are 0 (the input) to \(nodes - 1) (the result)")
        }
        return .graph(nodes: nodes, edges)
    }

    /// `[from, to]` with `each_edge`, or `{from: , to: , layers: }`. Nil where an end is wrong, which is reported.
    private func edge(_ item: SourceNode, nodes: Int?, common: LayerSyntax?, path: String) throws(Diagnostic) -> EdgeSyntax? {
        var ends: [SourceNode]
        var own: LayerSyntax?
        switch item.content {
        case .sequence(let items) where items.count == 2: ends = items
        case .mapping(let given):
            let entries = checked(
                given, keys: ["from", "to", "layers"], needing: ["from", "to"], at: item.location, path: path, what: "an edge")
            if let layers = entries["layers"] { own = layer(layers, path: path) }
            ends = [entries["from"], entries["to"]].compactMap { $0 }
        default:
            throw fault("an edge is [from, to] or {from:, to:, layers:}, got \(item.kindInWords)", at: item.location, path: path)
        }
        guard ends.count == 2 else { return nil }
        let last = (nodes ?? Self.mostNodes) - 1
        let from = whole(ends[0], in: 0...last, path: path, what: "the start of an edge")
        let to = whole(ends[1], in: 0...last, path: path, what: "the end of an edge")
        guard let from, let to else { return nil }
        guard from < to else {
            throw fault("an edge goes from a lower to a higher node, got [\(from), \(to)]", at: item.location, path: path)
        }
        guard let layer = own ?? common else {
            throw fault("nothing stands on this edge", at: item.location, path: path, hint: "give each_edge, or layers on every edge")
        }
        return EdgeSyntax(from: from, to: to, layer: layer)
    }
}
