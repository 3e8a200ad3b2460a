import Support

extension Decoder {
    /// A cell: `nodes`, `edges` and what stands on them. A node is the sum of the edges that enter it.
    func graph(_ node: SourceNode, path: String) throws(Diagnostic) -> LayerSyntax.Kind {
        let entries = try mapping(node, path: path, what: "graph")
        try checkKeys(entries, known: ["nodes", "edges", "each_edge"], path: path, what: "graph")
        let nodesNode = try required("nodes", entries, at: node.location, path: path, what: "graph")
        let nodes = try whole(nodesNode, in: 2...256, path: path, what: "nodes")
        let edgesNode = try required("edges", entries, at: node.location, path: path, what: "graph")
        let items = try list(edgesNode, path: path, what: "edges")
        let each = entries["each_edge"]
        let common = try each.map { (node) throws(Diagnostic) in try layer(node, path: "\(path).each_edge") }
        var edges: [EdgeSyntax] = []
        for (index, item) in items.enumerated() {
            edges.append(try edge(item, nodes: nodes, common: common, path: "\(path).edges[\(index)]"))
        }
        for target in 1..<nodes where !edges.contains(where: { $0.to == target }) {
            throw fault(
                "no edge enters node \(target)", at: edgesNode.location, path: path,
                hint: "nodes are 0 (the input) to \(nodes - 1) (the result)")
        }
        return .graph(nodes: nodes, edges)
    }

    /// `[from, to]` with `each_edge`, or `{from: , to: , layers: }`.
    private func edge(_ item: SourceNode, nodes: Int, common: LayerSyntax?, path: String) throws(Diagnostic) -> EdgeSyntax {
        var ends: [SourceNode]
        var own: LayerSyntax?
        switch item.content {
        case .sequence(let items) where items.count == 2: ends = items
        case .mapping(let entries):
            try checkKeys(entries, known: ["from", "to", "layers"], path: path, what: "an edge")
            ends = [
                try required("from", entries, at: item.location, path: path, what: "an edge"),
                try required("to", entries, at: item.location, path: path, what: "an edge"),
            ]
            if let layers = entries["layers"] { own = try layer(layers, path: path) }
        default:
            throw fault("an edge is [from, to] or {from:, to:, layers:}, got \(item.kindInWords)", at: item.location, path: path)
        }
        let from = try whole(ends[0], in: 0...(nodes - 1), path: path, what: "the start of an edge")
        let to = try whole(ends[1], in: 0...(nodes - 1), path: path, what: "the end of an edge")
        guard from < to else {
            throw fault("an edge goes from a lower to a higher node, got [\(from), \(to)]", at: item.location, path: path)
        }
        guard let layer = own ?? common else {
            throw fault("nothing stands on this edge", at: item.location, path: path, hint: "give each_edge, or layers on every edge")
        }
        return EdgeSyntax(from: from, to: to, layer: layer)
    }
}
