import NetworkGraph

/// Networks whose latencies are published, from their papers: MobileNet (arXiv 1704.04861), MobileNetV2 (1801.04381),
/// ResNet-18 (1512.03385).
enum PublishedNetworks {
    static func mobileNetV1(width: Double, side: Int) throws -> InferredGraph {
        var chain = ChainBuilder(Shape(height: side, width: side, channels: 3))
        try chain.convolution(Int(32 * width), kernel: 3, stride: 2)
        let blocks =
            [(64, 1), (128, 2), (128, 1), (256, 2), (256, 1), (512, 2)] + Array(repeating: (512, 1), count: 5) + [(1024, 2), (1024, 1)]
        for (outputs, stride) in blocks {
            try chain.convolution(chain.shape.channels, kernel: 3, stride: stride, groups: chain.shape.channels)
            try chain.convolution(Int(Double(outputs) * width), kernel: 1)
        }
        try chain.head(1001)
        return chain.finish()
    }

    static func mobileNetV2(width: Double, side: Int) throws -> InferredGraph {
        var chain = ChainBuilder(Shape(height: side, width: side, channels: 3))
        try chain.convolution(rounded(32 * width), kernel: 3, stride: 2)
        let stages = [(1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1)]
        for (expansion, channels, count, stride) in stages {
            for index in 0..<count {
                let (start, before) = (chain.last, chain.shape.channels)
                let outputs = rounded(Double(channels) * width)
                if expansion > 1 { try chain.convolution(before * expansion, kernel: 1) }
                try chain.convolution(chain.shape.channels, kernel: 3, stride: index == 0 ? stride : 1, groups: chain.shape.channels)
                try chain.convolution(outputs, kernel: 1, activation: nil)
                if (index > 0 || stride == 1) && before == outputs { try chain.residual(from: start) }
            }
        }
        try chain.convolution(rounded(1280 * max(1, width)), kernel: 1)
        try chain.head(1001)
        return chain.finish()
    }

    static func resNet18() throws -> InferredGraph {
        var chain = ChainBuilder(Shape(height: 224, width: 224, channels: 3))
        try chain.convolution(64, kernel: 7, stride: 2, activation: .relu)
        try chain.add(
            .maxPool(.init(kernel: Extent(square: 3), stride: Extent(square: 2), padding: Padding(top: 1, left: 1, bottom: 1, right: 1))))
        for (channels, first) in [(64, 1), (128, 2), (256, 2), (512, 2)] {
            for stride in [first, 1] {
                var start = chain.last
                if stride == 2 {
                    try chain.add(
                        .convolution(.init(outputs: channels, kernel: Extent(square: 1), stride: Extent(square: 2), bias: false)), [start])
                    try chain.add(.batchNorm)
                    let shortcut = chain.last
                    try chain.add(
                        .convolution(
                            .init(
                                outputs: channels, kernel: Extent(square: 3), stride: Extent(square: 2),
                                padding: Padding(top: 1, left: 1, bottom: 1, right: 1), bias: false)), [start])
                    try chain.add(.batchNorm)
                    try chain.add(.activation(.relu))
                    start = shortcut
                } else {
                    try chain.convolution(channels, kernel: 3, activation: .relu)
                }
                try chain.convolution(channels, kernel: 3, activation: nil)
                try chain.residual(from: start)
                try chain.add(.activation(.relu))
            }
        }
        try chain.head(1000)
        return chain.finish()
    }

    /// `mobilenet-v2-0.35-160-non-quantized`: the names of the MLPerf table. nil for other families.
    static func named(_ name: String) throws -> InferredGraph? {
        let parts = name.split(separator: "-")
        guard name.hasSuffix("-non-quantized"), parts.count >= 4, parts[0] == "mobilenet", let width = Double(parts[2]),
            let side = Int(parts[3])
        else { return nil }
        return parts[1] == "v1" ? try mobileNetV1(width: width, side: side) : try mobileNetV2(width: width, side: side)
    }

    private static func rounded(_ value: Double) -> Int {
        let nearest = max(8, Int(value + 4) / 8 * 8)
        return Double(nearest) < 0.9 * value ? nearest + 8 : nearest
    }
}
