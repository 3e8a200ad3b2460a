import TensorCore

/// The networks that speed is measured with: typical proposals of a search for small boards.
enum ReferenceNetwork: String, CaseIterable, CustomStringConvertible {
    case mlp, cnn, mbv2, dscnn, nb201

    var description: String { rawValue }

    var definition: NetworkDefinition {
        switch self {
        case .mlp: Self.mlpDefinition
        case .cnn: Self.cnnDefinition
        case .mbv2: Self.mbv2Definition
        case .dscnn: Self.dscnnDefinition
        case .nb201: Self.nb201Definition
        }
    }

    private static var mlpDefinition: NetworkDefinition {
        var net = NetworkDefinition(input: TensorShape(height: 28, width: 28, channels: 1))
        net.append(.flatten, name: "flatten")
        for (index, width) in [1024, 1024, 10].enumerated() {
            net.append(.dense(outputs: width, bias: true), name: "dense\(index)")
            if width > 10 { net.append(.activation(.relu), name: "relu\(index)") }
        }
        return net
    }

    private static var cnnDefinition: NetworkDefinition {
        var net = NetworkDefinition(input: TensorShape(height: 28, width: 28, channels: 1))
        for (index, width) in [16, 16, 0, 32, 32, 0, 64].enumerated() {
            if width == 0 {
                net.append(.maxPool(Window(square: 2, stride: 2)), name: "pool\(index)")
            } else {
                net.block(width, kernel: 3, name: "conv\(index)")
            }
        }
        net.head(10)
        return net
    }

    private static var mbv2Definition: NetworkDefinition {
        var net = NetworkDefinition(input: TensorShape(height: 32, width: 32, channels: 3))
        net.block(16, kernel: 3, name: "stem")
        let rows = [(16, 1, 3, 1), (24, 3, 3, 2), (24, 3, 3, 1), (40, 3, 5, 2), (40, 3, 5, 1), (80, 6, 3, 2), (80, 6, 3, 1)]
        for (index, (outputs, expansion, kernel, stride)) in rows.enumerated() {
            let (start, width) = (net.output, net.outputShape.channels)
            if expansion > 1 { net.block(width * expansion, kernel: 1, name: "ir\(index).expand") }
            net.block(width * expansion, kernel: kernel, stride: stride, groups: width * expansion, name: "ir\(index).depthwise")
            net.block(outputs, kernel: 1, activation: nil, name: "ir\(index).project")
            if stride == 1, width == outputs { net.append(.add, inputs: [start, net.output], name: "ir\(index).add") }
        }
        net.block(160, kernel: 1, name: "last")
        net.head(10)
        return net
    }

    private static var dscnnDefinition: NetworkDefinition {
        var net = NetworkDefinition(input: TensorShape(height: 49, width: 10, channels: 1))
        let window = Window(
            kernelHeight: 10, kernelWidth: 4, strideHeight: 2, strideWidth: 2, paddingTop: 5, paddingLeft: 1, paddingBottom: 5,
            paddingRight: 1)
        net.append(.convolution(outputs: 64, window: window, groups: 1, bias: false), name: "stem")
        net.append(.batchNorm(), name: "stem.norm")
        net.append(.activation(.relu), name: "stem.relu")
        for index in 0..<4 {
            net.block(64, kernel: 3, groups: 64, name: "ds\(index).depthwise")
            net.block(64, kernel: 1, name: "ds\(index).pointwise")
        }
        net.head(12)
        return net
    }

    private static var nb201Definition: NetworkDefinition {
        var net = NetworkDefinition(input: TensorShape(height: 32, width: 32, channels: 3))
        net.block(16, kernel: 3, activation: nil, name: "stem")
        for (index, width) in [16, 32, 64].enumerated() {
            if index > 0 {
                let start = net.output
                net.append(.activation(.relu), name: "res\(index).relu1")
                net.block(width, kernel: 3, stride: 2, activation: nil, name: "res\(index).conv1")
                net.append(.activation(.relu), name: "res\(index).relu2")
                let deep = net.block(width, kernel: 3, activation: nil, name: "res\(index).conv2")
                let pooled = net.append(
                    .averagePool(Window(square: 2, stride: 2), countsPadding: true), inputs: [start], name: "res\(index).pool")
                let short = net.append(
                    .convolution(outputs: width, window: Window(square: 1), groups: 1, bias: false), inputs: [pooled],
                    name: "res\(index).shortcut")
                net.append(.add, inputs: [deep, short], name: "res\(index).add")
            }
            net.cell("cell\(index)")
        }
        net.append(.batchNorm(), name: "norm")
        net.append(.activation(.relu), name: "relu")
        net.head(10)
        return net
    }
}

extension NetworkDefinition {
    /// Convolution with "same" padding, batch norm, activation.
    @discardableResult
    mutating func block(
        _ outputs: Int, kernel: Int, stride: Int = 1, groups: Int = 1, activation: ActivationFunction? = .relu, name: String
    ) -> Int {
        let window = Window(square: kernel, stride: stride, padding: kernel / 2)
        append(.convolution(outputs: outputs, window: window, groups: groups, bias: false), name: name)
        append(.batchNorm(), name: "\(name).norm")
        if let activation { append(.activation(activation), name: "\(name).act") }
        return output
    }

    mutating func head(_ classes: Int) {
        append(.globalAveragePool, name: "pool")
        append(.flatten, name: "flatten")
        append(.dense(outputs: classes, bias: true), name: "head")
    }

    /// NAS-Bench-201's cell 334132: 3 and 2 are convolutions 3x3 and 1x1, 4 an average pooling, 1 the identity.
    fileprivate mutating func cell(_ name: String) {
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
