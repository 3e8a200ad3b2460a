import Support

@testable import TensorCore

extension KernelCase {
    /// Small networks in which values are deferred, shared, passed through and accumulated: what the plan does between layers.
    static let networks: [KernelCase] = [
        network("residual batch norm block") { net, random in
            let channels = net.inputShape.channels
            let start = net.conv(channels, 1, "start")
            net.conv(channels, 3, "a", from: start)
            net.append(.batchNorm(), name: "a.norm")
            net.append(.activation(.relu), name: "a.relu")
            net.conv(channels, 3, "b")
            let norm = net.append(.batchNorm(), name: "b.norm")
            let sum = net.append(.add, inputs: random.coin() ? [norm, start] : [start, norm], name: "sum")
            let relu = net.append(.activation(.relu), name: "relu")
            net.conv(random.width(), 1, "c", from: relu)
            if random.coin() {
                let joined = net.append(.concatenate, inputs: [net.output, start, sum], name: "joined")
                net.conv(3, 1, "d", from: joined)
            }
        },
        network("one batch norm value through two ReLUs") { net, random in
            let value = random.coin() ? net.conv(random.width(), 3, "start") : net.normed(random.width(), "start")
            let first = net.append(.activation(.relu), inputs: [value], name: "first")
            let second = net.append(.activation(.relu), inputs: [value], name: "second")
            let left = net.conv(4, 1, "left", from: first)
            let right = net.conv(4, 3, "right", from: second)
            let sum = net.append(.add, inputs: [left, right], name: "sum")
            guard random.coin() else { return }
            let pool = net.append(.averagePool(Window(square: 3, padding: 1), countsPadding: false), inputs: [first], name: "pool")
            net.append(.concatenate, inputs: [sum, pool], name: "joined")
        },
        network("batch norm with two readers") { net, random in
            let norm = net.normed(4, "start")
            let other = net.conv(4, 3, "other", from: norm)
            let sum = net.append(.add, inputs: [norm, other], name: "sum")
            net.conv(random.width(), 3, "end", from: sum)
        },
        network("batch norm, activation and depthwise") { net, random in
            net.normed(1 + random.width(), "start")
            net.append(.activation(random.coin() ? .relu6 : .hardSwish), name: "activation")
            net.depthwise(random.coin() ? 3 : 5, stride: random.between(1, 3), "depthwise", bias: random.coin())
            if random.coin() { net.append(.batchNorm(), name: "depthwise.norm") }
            net.append(.activation(random.coin() ? .hardSigmoid : .relu6), name: "after")
            net.conv(random.width(), 1, "end")
        },
        network("batch norm expansion and depthwise") { net, random in
            let width = random.between(2, 4)
            let start = random.coin() ? net.conv(width, 1, "start") : net.normed(width, "start")
            let channels = net.layers[start].shape.channels
            net.append(
                .convolution(outputs: channels * random.between(2, 6), window: Window(square: 1), groups: 1, bias: random.coin()),
                inputs: [start], name: "expand")
            net.append(.batchNorm(), name: "expand.norm")
            if random.coin() { net.append(.activation([.relu6, .hardSwish, .relu][random.between(0, 2)]), name: "activation") }
            let stride = random.between(1, 2)
            net.depthwise([1, 3, 5][random.between(0, 2)], stride: stride, "depthwise", bias: random.coin())
            // Without a norm it may be 0, where an activation has a kink.
            if random.coin() {
                net.append(.batchNorm(), name: "depthwise.norm")
                net.append(.activation(.relu6), name: "after")
            }
            net.conv(channels, 1, "project")
            net.append(.batchNorm(), name: "project.norm")
            if stride == 1 { net.append(.add, inputs: random.coin() ? [net.output, start] : [start, net.output], name: "sum") }
            if random.coin() { net.conv(3, 1, "end") }
        },
        network("depthwise with bias and batch norm") { net, random in
            net.conv(1 + random.width(), 1, "start")
            net.append(.activation(.relu), name: "relu")
            net.depthwise(3, stride: random.between(1, 2), "depthwise", bias: true)
            net.append(.batchNorm(), name: "norm")
            net.append(.activation([.relu, .relu6, .hardSwish][random.between(0, 2)]), name: "activation")
            net.conv(4, 1, "end")
        },
        network("residual batch norm block of wide convolutions", images: 2...2) { net, random in
            // As wide as a vector: 3 x 3 kernels then go by Winograd's minimal filtering.
            let start = net.conv(random.between(16, 18), 1, "start")
            let channels = net.layers[start].shape.channels
            net.append(.activation(.relu), name: "relu")
            net.conv(channels, 3, "a")
            net.append(.batchNorm(), name: "a.norm")
            net.append(.activation(.relu), name: "a.relu")
            net.conv(channels, 3, "b")
            net.append(.add, inputs: [net.output, start], name: "sum")
        },
        network("strided batch norm convolutions") { net, random in
            net.normed(random.width(), "start")
            net.append(.activation(.relu), name: "relu")
            let stride = random.between(2, 3)
            let kernel = random.coin() ? 3 : 5
            let middle = net.output
            net.conv(random.width(), kernel, "strided", stride: stride, from: middle)
            net.append(.batchNorm(), name: "norm")
            if random.coin() {
                // The same value with a stride larger than the kernel, as where a residual is reduced: most of it is not read.
                net.conv(net.layers[net.output].shape.channels, 1, "shortcut", stride: stride, from: middle)
                net.append(.add, inputs: [net.output - 1, net.output], name: "sum")
            }
            net.append(.activation(.relu), name: "last")
            net.conv(3, 1, "end")
        },
        network("strided batch norm depthwise") { net, random in
            net.normed(1 + random.width(), "start")
            net.append(.activation(.relu6), name: "relu")
            net.depthwise([1, 2, 3, 5][random.between(0, 3)], stride: random.between(2, 3), "strided", bias: false)
            net.append(.batchNorm(), name: "norm")
            net.conv(4, 1, "end")
        },
        network("grouped convolution after batch norm") { net, random in
            let groups = random.between(2, 3)
            net.normed(groups * random.between(1, 4), "start")
            net.append(.activation(.relu), name: "relu")
            let window = Window(square: 3, stride: random.between(1, 2), padding: 1)
            net.append(
                .convolution(outputs: groups * random.between(1, 6), window: window, groups: groups, bias: random.coin()), name: "grouped")
            net.append(.batchNorm(), name: "norm")
            net.append(.activation(.relu), name: "end")
        },
        network("squeeze and excitation of a batch norm") { net, random in
            let value = net.normed(5, "start")
            let active = random.coin() ? net.append(.activation(.hardSwish), name: "swish") : value
            net.append(.globalAveragePool, inputs: [active], name: "squeeze")
            net.append(.convolution(outputs: 3, window: Window(square: 1), groups: 1, bias: true), name: "reduce")
            net.append(.activation(.relu), name: "relu")
            net.append(.convolution(outputs: 5, window: Window(square: 1), groups: 1, bias: true), name: "expand")
            let gate = net.append(.activation(.hardSigmoid), name: "gate")
            net.append(.multiply, inputs: random.coin() ? [active, gate] : [gate, active], name: "scale")
            net.conv(4, 1, "end")
            net.append(.batchNorm(), name: "norm")
        },
        network("concatenated batch norms") { net, random in
            let left = net.normed(random.width(), "left")
            let right = net.normed(random.width(), "right", from: 0)
            let relu = net.append(.activation(.relu), inputs: [right], name: "relu")
            let plain = net.append(.activation(.relu6), inputs: [0], name: "plain")
            let joined = net.append(.concatenate, inputs: random.coin() ? [left, relu, plain] : [plain, right, relu], name: "joined")
            net.append(.batchNorm(), inputs: [joined], name: "norm")
            net.conv(4, 3, "end")
        },
        network("dense after batch norm and few rows", images: 1...4) { net, random in
            net.normed(3, "start")
            net.append(.activation(.relu), name: "relu")
            net.append(.globalAveragePool, name: "pool")
            if random.coin() { net.append(.activation(.relu6), name: "deferred") }
            net.append(.dense(outputs: random.between(1, 9), bias: true), name: "dense")
        },
        network("dense after batch norm and many rows", images: 5...9) { net, random in
            net.conv(random.width(), 3, "start")
            net.append(.globalAveragePool, name: "pool")
            net.append(.batchNorm(), name: "norm")
            net.append(.activation(.relu), name: "relu")
            let first = net.append(.dense(outputs: random.between(1, 19), bias: random.coin()), name: "first")
            net.append(.activation(.hardSwish), inputs: [first], name: "swish")
            net.append(.dense(outputs: 4, bias: true), name: "second")
        },
        network("batch norm as the result") { net, random in
            net.conv(random.width(), 3, "start")
            if random.coin() { net.append(.activation(.relu), name: "relu") }
            net.append(.batchNorm(), name: "norm")
        },
        network("ReLU of a batch norm as the result") { net, random in
            let norm = net.normed(4, "start")
            let relu = net.append(.activation(.relu), name: "relu")
            if random.coin() {
                let other = net.conv(4, 1, "other", from: relu)
                net.append(.add, inputs: [other, norm], name: "sum")
                net.append(.activation(.relu), name: "last")
            }
        },
        network("sum of batch norms as the result") { net, random in
            let left = net.normed(4, "left")
            let right = net.normed(4, "right", from: 0)
            let relu = net.append(.activation(.relu), inputs: [right], name: "relu")
            let operands = [[left, right], [left, relu], [right, relu, left], [left, left, relu]][random.between(0, 3)]
            net.append(.add, inputs: operands, name: "sum")
        },
        network("pooled batch norms") { net, random in
            let norm = net.normed(random.width(), "start")
            let relu = net.append(.activation(.relu), name: "relu")
            let largest = net.append(.maxPool(Window(square: 3, stride: 2, padding: 1)), inputs: [random.coin() ? norm : relu], name: "max")
            let mean = net.append(.averagePool(Window(square: 2, stride: 2, padding: 1), countsPadding: true), inputs: [relu], name: "mean")
            let left = net.conv(3, 1, "left", from: largest)
            let right = net.append(.globalMaxPool, inputs: [mean], name: "right")
            let vector = net.conv(3, 1, "vector", from: right)
            net.append(.multiply, inputs: [left, vector], name: "product")
        },
        network("batch norm with activations that cost") { net, random in
            net.normed(random.width(), "start")
            net.append(.activation([.sigmoid, .tanh, .gelu][random.between(0, 2)]), name: "costly")
            net.append(.activation(.relu), name: "relu")
            net.conv(4, 3, "middle")
            net.append(.activation(.relu), name: "last")
            net.append(.dropout(rate: 0), name: "same")
            net.append(.channelShuffle(groups: 2), name: "shuffle")
            net.append(.flatten, name: "flat")
            net.append(.dense(outputs: 3, bias: true), name: "dense")
        },
    ]

    private static func network(
        _ name: String, images: ClosedRange<Int> = 2...3, _ build: @escaping @Sendable (inout NetworkDefinition, inout RandomStream) -> Void
    ) -> KernelCase {
        KernelCase(name, value: 3e-6, gradient: 2e-5, images: images) { random in
            // Two channels or more: a batch norm takes away the scale of a kernel that has but one, and its gradient with it.
            let shape = TensorShape(height: random.between(5, 8), width: random.between(5, 8), channels: random.between(2, 6))
            var net = NetworkDefinition(input: shape)
            build(&net, &random)
            return net
        }
    }
}

extension RandomStream {
    /// Channels: few, for the twin takes its time, but at times more than a vector.
    fileprivate mutating func width() -> Int { [1, 2, 3, 5, 8, 17][nextInt(below: 6)] }
}

extension NetworkDefinition {
    /// A convolution without bias that keeps the size but for its stride.
    @discardableResult
    fileprivate mutating func conv(_ outputs: Int, _ kernel: Int, _ name: String, stride: Int = 1, from: Int? = nil) -> Int {
        let window = Window(square: kernel, stride: stride, padding: kernel / 2)
        return append(.convolution(outputs: outputs, window: window, groups: 1, bias: false), inputs: [from ?? output], name: name)
    }

    /// A convolution with a batch norm.
    @discardableResult
    fileprivate mutating func normed(_ outputs: Int, _ name: String, from: Int? = nil) -> Int {
        conv(outputs, 3, name, from: from)
        return append(.batchNorm(), name: "\(name).norm")
    }

    fileprivate mutating func depthwise(_ kernel: Int, stride: Int, _ name: String, bias: Bool) {
        let channels = layers[output].shape.channels
        let window = Window(square: kernel, stride: stride, padding: kernel / 2)
        append(.convolution(outputs: channels, window: window, groups: channels, bias: bias), name: name)
    }
}
