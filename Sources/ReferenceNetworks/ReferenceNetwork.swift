package import NetworkGraph

/// The networks that speed is measured with: typical proposals of a search for small boards. They are never changed, as
/// figures of different days are compared; `Benchmarks/torch_reference.py` has the same ones in PyTorch.
package enum ReferenceNetwork: String, Sendable, CaseIterable, CustomStringConvertible {
    /// 784-1024-1024-10 on 28 x 28 x 1.
    case mlp
    /// Five convolutions with batch norm and two poolings on 28 x 28 x 1.
    case cnn
    /// Inverted residuals as in MobileNetV2 (Sandler et al. 2018) on 32 x 32 x 3.
    case mbv2
    /// The keyword spotter DS-CNN (Zhang et al. 2017, as in MLPerf Tiny) on 49 x 10 x 1.
    case dscnn
    /// A network of NAS-Bench-201 (Dong and Yang 2020) with 16 channels and one cell a stage on 32 x 32 x 3.
    case nb201

    package var description: String { rawValue }

    package var graph: InferredGraph {
        switch self {
        case .mlp: Self.mlpGraph
        case .cnn: Self.cnnGraph
        case .mbv2: Self.mbv2Graph
        case .dscnn: Self.dscnnGraph
        case .nb201: Self.nb201Graph
        }
    }

    private static var mlpGraph: InferredGraph {
        var net = GraphBuilder(input: Shape(height: 28, width: 28, channels: 1))
        net.add(.flatten, name: "flatten")
        for (index, width) in [1024, 1024, 10].enumerated() {
            net.add(.dense(outputs: width, bias: true), name: "dense\(index)")
            if width > 10 { net.add(.activation(.relu), name: "relu\(index)") }
        }
        return net.graph
    }

    private static var cnnGraph: InferredGraph {
        var net = GraphBuilder(input: Shape(height: 28, width: 28, channels: 1))
        for (index, width) in [16, 16, 0, 32, 32, 0, 64].enumerated() {
            if width == 0 {
                net.add(.maxPool(.init(SlidingWindow(square: 2, stride: 2))), name: "pool\(index)")
            } else {
                net.block(width, kernel: 3, name: "conv\(index)")
            }
        }
        net.head(10)
        return net.graph
    }

    private static var mbv2Graph: InferredGraph {
        var net = GraphBuilder(input: Shape(height: 32, width: 32, channels: 3))
        net.block(16, kernel: 3, name: "stem")
        let rows = [(16, 1, 3, 1), (24, 3, 3, 2), (24, 3, 3, 1), (40, 3, 5, 2), (40, 3, 5, 1), (80, 6, 3, 2), (80, 6, 3, 1)]
        for (index, (outputs, expansion, kernel, stride)) in rows.enumerated() {
            let (start, width) = (net.output, net.outputShape.channels)
            if expansion > 1 { net.block(width * expansion, kernel: 1, name: "ir\(index).expand") }
            net.block(width * expansion, kernel: kernel, stride: stride, groups: width * expansion, name: "ir\(index).depthwise")
            net.block(outputs, kernel: 1, activation: nil, name: "ir\(index).project")
            if stride == 1, width == outputs { net.add(.add, inputs: [start, net.output], name: "ir\(index).add") }
        }
        net.block(160, kernel: 1, name: "last")
        net.head(10)
        return net.graph
    }

    private static var dscnnGraph: InferredGraph {
        var net = GraphBuilder(input: Shape(height: 49, width: 10, channels: 1))
        let window = SlidingWindow(
            Extent(10, 4), stride: Extent(square: 2), padding: Padding(top: 5, left: 1, bottom: 5, right: 1))
        net.add(.convolution(.init(outputs: 64, window: window, groups: 1, bias: false)), name: "stem")
        net.add(.batchNorm, name: "stem.norm")
        net.add(.activation(.relu), name: "stem.relu")
        for index in 0..<4 {
            net.block(64, kernel: 3, groups: 64, name: "ds\(index).depthwise")
            net.block(64, kernel: 1, name: "ds\(index).pointwise")
        }
        net.head(12)
        return net.graph
    }

    private static var nb201Graph: InferredGraph {
        var net = GraphBuilder(input: Shape(height: 32, width: 32, channels: 3))
        net.block(16, kernel: 3, activation: nil, name: "stem")
        for (index, width) in [16, 32, 64].enumerated() {
            if index > 0 {
                let start = net.output
                net.add(.activation(.relu), name: "res\(index).relu1")
                net.block(width, kernel: 3, stride: 2, activation: nil, name: "res\(index).conv1")
                net.add(.activation(.relu), name: "res\(index).relu2")
                let deep = net.block(width, kernel: 3, activation: nil, name: "res\(index).conv2")
                let pooled = net.add(
                    .averagePool(.init(SlidingWindow(square: 2, stride: 2), countsPadding: true)), inputs: [start], name: "res\(index).pool"
                )
                let short = net.add(
                    .convolution(.init(outputs: width, window: SlidingWindow(square: 1), groups: 1, bias: false)), inputs: [pooled],
                    name: "res\(index).shortcut")
                net.add(.add, inputs: [deep, short], name: "res\(index).add")
            }
            net.cell("cell\(index)")
        }
        net.add(.batchNorm, name: "norm")
        net.add(.activation(.relu), name: "relu")
        net.head(10)
        return net.graph
    }
}
