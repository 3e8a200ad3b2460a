internal import NetworkGraph

/// A layer of a file in a few words: what it is, its channels, its largest kernel, its stride.
struct LayerSummary: Equatable {
    let word: String
    let channels: Int
    /// Nil where it has no kernel.
    let kernel: String?
    /// What else tells it from others of its kind.
    let extras: [String]
    /// What the edges of a cell are.
    let details: [String]
    /// Nil where every place of the input is looked at.
    let stride: String?

    /// - Returns: nil for a layer without weights or pooling.
    init?(
        _ word: String, details: [String], of nodes: ArraySlice<InferredGraph.Node>, in graph: InferredGraph, input: Shape, output: Shape
    ) {
        let isGlobalPool = nodes.contains { if case .globalPool = $0.operation { true } else { false } }
        guard isGlobalPool || !details.isEmpty || nodes.contains(where: { !$0.operation.traits.isDisjoint(with: [.product, .pool]) }) else {
            return nil
        }
        self.word = word
        self.details = details
        channels = output.channels
        let windowed = nodes.filter { $0.operation.convolution != nil || $0.operation.traits.contains(.pool) }
        let kernels = windowed.map(\.operation.window.kernel)
        // Each edge of a cell has its own.
        kernel = !details.isEmpty ? nil : kernels.max { $0.height * $0.width < $1.height * $1.width }.map { "\($0.height)x\($0.width)" }
        let one = Extent(square: 1)
        stride = windowed.map(\.operation.window.stride).first { $0 != one }.map {
            $0.height == $0.width ? "/\($0.height)" : "/\($0.height)x\($0.width)"
        }
        var extras: [String] = []
        if word == InvertedResidualLayer.keyword.replacing("_", with: " ") {
            let hidden = nodes.first { node in
                node.operation.convolution?.isDepthwise(inputChannels: graph.nodes[node.inputs[0]].shape.channels) == true
            }?.shape.channels
            if let hidden, hidden != input.channels { extras.append("expand " + Self.ratio(hidden, input.channels)) }
            if nodes.contains(where: { $0.operation == .multiply }) { extras.append("SE") }
        }
        self.extras = extras
    }

    private static func ratio(_ hidden: Int, _ channels: Int) -> String {
        hidden % channels == 0 ? String(hidden / channels) : Constant.number((Double(hidden) / Double(channels) * 100).rounded() / 100).text
    }

    /// Whether the other may be counted together with this one: a stride stands only at the first.
    private func goesOn(in next: LayerSummary) -> Bool {
        next.stride == nil && (word, channels, kernel, extras) == (next.word, next.channels, next.kernel, next.extras)
            && details == next.details
    }

    /// Returns layers as one line, those that repeat counted.
    static func text(of layers: [LayerSummary]) -> String {
        var parts: [String] = []
        var described: [String] = []
        var index = 0
        func text(_ place: Int) -> String {
            let layer = layers[place]
            var words = [place == 0 && layer.word == ConvolutionLayer.keyword && layers.count > 1 ? "stem" : layer.word]
            if layer.word != "global pool" { words.append(String(layer.channels)) }
            words += [layer.kernel].compactMap { $0 } + layer.extras + [layer.stride].compactMap { $0 }
            // A cell is described where it is another than the one before.
            if !layer.details.isEmpty, layer.details != described {
                described = layer.details
                words.append("(" + layer.details.joined(separator: " ") + ")")
            }
            return words.joined(separator: " ")
        }
        while index < layers.count {
            let (period, count) = repetition(in: layers, at: index)
            let group = (index..<index + period).map(text).joined(separator: ", ")
            parts.append(count == 1 ? group : "\(count) x " + (period == 1 ? group : "(\(group))"))
            index += period * count
        }
        return parts.joined(separator: ", ")
    }

    /// How many layers repeat from here on, and how often: the repetition that reaches furthest.
    private static func repetition(in layers: [LayerSummary], at start: Int) -> (period: Int, count: Int) {
        var best = (period: 1, count: 1)
        for period in 1...4 where start + 2 * period <= layers.count {
            var end = start + period
            while end < layers.count, layers[end - period].goesOn(in: layers[end]) { end += 1 }
            let count = (end - start) / period
            if count > 1, period * count > best.period * best.count { best = (period, count) }
        }
        return best
    }
}
