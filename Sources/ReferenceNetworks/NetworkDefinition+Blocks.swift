package import TensorCore

extension NetworkDefinition {
    /// Convolution with "same" padding, batch norm, activation.
    @discardableResult
    package mutating func block(
        _ outputs: Int, kernel: Int, stride: Int = 1, groups: Int = 1, activation: ActivationFunction? = .relu, name: String
    ) -> Int {
        let window = Window(square: kernel, stride: stride, padding: kernel / 2)
        append(.convolution(outputs: outputs, window: window, groups: groups, bias: false), name: name)
        append(.batchNorm(), name: "\(name).norm")
        if let activation { append(.activation(activation), name: "\(name).act") }
        return output
    }

    /// Global average pooling and a dense layer.
    package mutating func head(_ classes: Int) {
        append(.globalAveragePool, name: "pool")
        append(.flatten, name: "flatten")
        append(.dense(outputs: classes, bias: true), name: "head")
    }

    /// NAS-Bench-201's cell 334132: 3 and 2 are convolutions 3x3 and 1x1, 4 an average pooling, 1 the identity.
    mutating func cell(_ name: String) {
        func edge(_ net: inout NetworkDefinition, _ kernel: Int, from value: Int, _ edge: String) -> Int {
            net.append(.activation(.relu), inputs: [value], name: "\(name).\(edge).relu")
            return net.block(net.outputShape.channels, kernel: kernel, activation: nil, name: "\(name).\(edge)")
        }
        let start = output
        let first = edge(&self, 3, from: start, "01")
        let left = edge(&self, 3, from: start, "02")
        let pooled = append(
            .averagePool(Window(square: 3, padding: 1), countsPadding: false), inputs: [first], name: "\(name).12")
        let second = append(.add, inputs: [left, pooled], name: "\(name).2")
        let short = edge(&self, 3, from: first, "13")
        let last = edge(&self, 1, from: second, "23")
        append(.add, inputs: [start, short, last], name: "\(name).3")
    }
}
