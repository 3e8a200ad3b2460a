package import NetworkGraph

extension GraphBuilder {
    /// Convolution with "same" padding, batch norm, activation.
    @discardableResult
    package mutating func block(
        _ outputs: Int, kernel: Int, stride: Int = 1, groups: Int = 1, activation: Activation? = .relu, name: String
    ) -> Int {
        let window = SlidingWindow(square: kernel, stride: stride, padding: kernel / 2)
        add(.convolution(.init(outputs: outputs, window: window, groups: groups, bias: false)), name: name)
        add(.batchNorm, name: "\(name).norm")
        if let activation { add(.activation(activation), name: "\(name).act") }
        return output
    }

    /// Global average pooling and a dense layer.
    package mutating func head(_ classes: Int) {
        add(.globalPool(.average), name: "pool")
        add(.flatten, name: "flatten")
        add(.dense(outputs: classes, bias: true), name: "head")
    }

    /// NAS-Bench-201's cell 334132: 3 and 2 are convolutions 3x3 and 1x1, 4 an average pooling, 1 the identity.
    mutating func cell(_ name: String) {
        func edge(_ net: inout GraphBuilder, _ kernel: Int, from value: Int, _ edge: String) -> Int {
            net.add(.activation(.relu), inputs: [value], name: "\(name).\(edge).relu")
            return net.block(net.outputShape.channels, kernel: kernel, activation: nil, name: "\(name).\(edge)")
        }
        let start = output
        let first = edge(&self, 3, from: start, "01")
        let left = edge(&self, 3, from: start, "02")
        let pooled = add(
            .averagePool(.init(SlidingWindow(square: 3, padding: 1), countsPadding: false)), inputs: [first], name: "\(name).12")
        let second = add(.add, inputs: [left, pooled], name: "\(name).2")
        let short = edge(&self, 3, from: first, "13")
        let last = edge(&self, 1, from: second, "23")
        add(.add, inputs: [start, short, last], name: "\(name).3")
    }
}
