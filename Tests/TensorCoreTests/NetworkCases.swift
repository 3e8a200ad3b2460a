import NetworkGraph
import Support

@testable import TensorCore

extension KernelCase {
    /// Small networks in which values are deferred, shared, passed through and accumulated: what the plan does between layers.
    static let networks: [KernelCase] = [
        network("residual batch norm block") { net, random in
            let channels = net.inputShape.channels
            let start = net.conv(channels, 1, "start")
            net.conv(channels, 3, "a", from: start)
            net.add(.batchNorm, name: "a.norm")
            net.add(.activation(.relu), name: "a.relu")
            net.conv(channels, 3, "b")
            let norm = net.add(.batchNorm, name: "b.norm")
            let sum = net.add(.add, inputs: random.coin() ? [norm, start] : [start, norm], name: "sum")
            let relu = net.add(.activation(.relu), name: "relu")
            net.conv(random.width(), 1, "c", from: relu)
            if random.coin() {
                let joined = net.add(.concatenate, inputs: [net.output, start, sum], name: "joined")
                net.conv(3, 1, "d", from: joined)
            }
        },
        network("one batch norm value through two ReLUs") { net, random in
            let value = random.coin() ? net.conv(random.width(), 3, "start") : net.normed(random.width(), "start")
            let first = net.add(.activation(.relu), inputs: [value], name: "first")
            let second = net.add(.activation(.relu), inputs: [value], name: "second")
            let left = net.conv(4, 1, "left", from: first)
            let right = net.conv(4, 3, "right", from: second)
            let sum = net.add(.add, inputs: [left, right], name: "sum")
            guard random.coin() else { return }
            let pool = net.add(
                .averagePool(.init(SlidingWindow(square: 3, padding: 1), countsPadding: false)), inputs: [first], name: "pool")
            net.add(.concatenate, inputs: [sum, pool], name: "joined")
        },
        network("batch norms in a row") { net, random in
            net.normed(random.width(), "start")
            net.add(.batchNorm, name: "second.norm")
            if random.coin() { net.add(.activation(random.coin() ? .relu : .tanh), name: "activation") }
            net.add(.batchNorm, name: "third.norm")
            if random.coin() { net.add(.activation(.relu6), name: "last") }
            net.conv(random.width(), 1, "end")
        },
        network("batch norm behind a folded one's activation") { net, random in
            net.normed(random.width(), "start")
            net.add(.activation(random.coin() ? .relu : .relu6), name: "activation")
            net.add(.batchNorm, name: "second.norm")
            net.conv(random.width(), 1, "end")
        },
        network("batch norm with two readers") { net, random in
            let norm = net.normed(4, "start")
            let other = net.conv(4, 3, "other", from: norm)
            let sum = net.add(.add, inputs: [norm, other], name: "sum")
            net.conv(random.width(), 3, "end", from: sum)
        },
        network("batch norm, activation and depthwise") { net, random in
            net.normed(1 + random.width(), "start")
            net.add(.activation(random.coin() ? .relu6 : .hardSwish), name: "activation")
            net.depthwise(random.coin() ? 3 : 5, stride: random.between(1, 3), "depthwise", bias: random.coin())
            if random.coin() { net.add(.batchNorm, name: "depthwise.norm") }
            net.add(.activation(random.coin() ? .hardSigmoid : .relu6), name: "after")
            net.conv(random.width(), 1, "end")
        },
        network("batch norm expansion and depthwise") { net, random in
            let width = random.between(2, 4)
            let start = random.coin() ? net.conv(width, 1, "start") : net.normed(width, "start")
            let channels = net.shape(of: start).channels
            net.add(
                .convolution(
                    .init(outputs: channels * random.between(2, 6), window: SlidingWindow(square: 1), groups: 1, bias: random.coin())),
                inputs: [start], name: "expand")
            net.add(.batchNorm, name: "expand.norm")
            if random.coin() { net.add(.activation([.relu6, .hardSwish, .relu][random.between(0, 2)]), name: "activation") }
            let stride = random.between(1, 2)
            net.depthwise([1, 3, 5][random.between(0, 2)], stride: stride, "depthwise", bias: random.coin())
            // Without a norm it may be 0, where an activation has a kink.
            if random.coin() {
                net.add(.batchNorm, name: "depthwise.norm")
                net.add(.activation(.relu6), name: "after")
            }
            net.conv(channels, 1, "project")
            net.add(.batchNorm, name: "project.norm")
            if stride == 1 { net.add(.add, inputs: random.coin() ? [net.output, start] : [start, net.output], name: "sum") }
            if random.coin() { net.conv(3, 1, "end") }
        },
        network("depthwise with bias and batch norm") { net, random in
            net.conv(1 + random.width(), 1, "start")
            net.add(.activation(.relu), name: "relu")
            net.depthwise(3, stride: random.between(1, 2), "depthwise", bias: true)
            net.add(.batchNorm, name: "norm")
            net.add(.activation([.relu, .relu6, .hardSwish][random.between(0, 2)]), name: "activation")
            net.conv(4, 1, "end")
        },
        network("residual batch norm block of wide convolutions", images: 2...2) { net, random in
            // As wide as a vector: 3 x 3 kernels then go by Winograd's minimal filtering.
            let start = net.conv(random.between(16, 18), 1, "start")
            let channels = net.shape(of: start).channels
            net.add(.activation(.relu), name: "relu")
            net.conv(channels, 3, "a")
            net.add(.batchNorm, name: "a.norm")
            net.add(.activation(.relu), name: "a.relu")
            net.conv(channels, 3, "b")
            net.add(.add, inputs: [net.output, start], name: "sum")
        },
        network("strided batch norm convolutions") { net, random in
            net.normed(random.width(), "start")
            net.add(.activation(.relu), name: "relu")
            let stride = random.between(2, 3)
            let kernel = random.coin() ? 3 : 5
            let middle = net.output
            net.conv(random.width(), kernel, "strided", stride: stride, from: middle)
            net.add(.batchNorm, name: "norm")
            if random.coin() {
                // The same value with a stride larger than the kernel, as where a residual is reduced: most of it is not read.
                net.conv(net.outputShape.channels, 1, "shortcut", stride: stride, from: middle)
                net.add(.add, inputs: [net.output - 1, net.output], name: "sum")
            }
            net.add(.activation(.relu), name: "last")
            net.conv(3, 1, "end")
        },
        network("strided batch norm depthwise") { net, random in
            net.normed(1 + random.width(), "start")
            net.add(.activation(.relu6), name: "relu")
            net.depthwise([1, 2, 3, 5][random.between(0, 3)], stride: random.between(2, 3), "strided", bias: false)
            net.add(.batchNorm, name: "norm")
            net.conv(4, 1, "end")
        },
        network("grouped convolution after batch norm") { net, random in
            let groups = random.between(2, 3)
            net.normed(groups * random.between(1, 4), "start")
            net.add(.activation(.relu), name: "relu")
            let window = SlidingWindow(square: 3, stride: random.between(1, 2), padding: 1)
            net.add(
                .convolution(.init(outputs: groups * random.between(1, 6), window: window, groups: groups, bias: random.coin())),
                name: "grouped")
            net.add(.batchNorm, name: "norm")
            net.add(.activation(.relu), name: "end")
        },
        network("squeeze and excitation of a batch norm") { net, random in
            let value = net.normed(5, "start")
            let active = random.coin() ? net.add(.activation(.hardSwish), name: "swish") : value
            net.add(.globalPool(.average), inputs: [active], name: "squeeze")
            net.add(.convolution(.init(outputs: 3, window: SlidingWindow(square: 1), groups: 1, bias: true)), name: "reduce")
            net.add(.activation(.relu), name: "relu")
            net.add(.convolution(.init(outputs: 5, window: SlidingWindow(square: 1), groups: 1, bias: true)), name: "expand")
            let gate = net.add(.activation(.hardSigmoid), name: "gate")
            net.add(.multiply, inputs: [active, gate], name: "scale")
            net.conv(4, 1, "end")
            net.add(.batchNorm, name: "norm")
        },
        network("concatenated batch norms") { net, random in
            let left = net.normed(random.width(), "left")
            let right = net.normed(random.width(), "right", from: 0)
            let relu = net.add(.activation(.relu), inputs: [right], name: "relu")
            let plain = net.add(.activation(.relu6), inputs: [0], name: "plain")
            let joined = net.add(.concatenate, inputs: random.coin() ? [left, relu, plain] : [plain, right, relu], name: "joined")
            net.add(.batchNorm, inputs: [joined], name: "norm")
            net.conv(4, 3, "end")
        },
        network("dense after batch norm and few rows", images: 1...4) { net, random in
            net.normed(3, "start")
            net.add(.activation(.relu), name: "relu")
            net.add(.globalPool(.average), name: "pool")
            if random.coin() { net.add(.activation(.relu6), name: "deferred") }
            net.add(.dense(outputs: random.between(1, 9), bias: true), name: "dense")
        },
        network("dense after batch norm and many rows", images: 5...9) { net, random in
            net.conv(random.width(), 3, "start")
            net.add(.globalPool(.average), name: "pool")
            net.add(.batchNorm, name: "norm")
            net.add(.activation(.relu), name: "relu")
            let first = net.add(.dense(outputs: random.between(1, 19), bias: random.coin()), name: "first")
            net.add(.activation(.hardSwish), inputs: [first], name: "swish")
            net.add(.dense(outputs: 4, bias: true), name: "second")
        },
        network("batch norm as the result") { net, random in
            net.conv(random.width(), 3, "start")
            if random.coin() { net.add(.activation(.relu), name: "relu") }
            net.add(.batchNorm, name: "norm")
        },
        network("ReLU of a batch norm as the result") { net, random in
            let norm = net.normed(4, "start")
            let relu = net.add(.activation(.relu), name: "relu")
            if random.coin() {
                let other = net.conv(4, 1, "other", from: relu)
                net.add(.add, inputs: [other, norm], name: "sum")
                net.add(.activation(.relu), name: "last")
            }
        },
        network("sum of batch norms as the result") { net, random in
            let left = net.normed(4, "left")
            let right = net.normed(4, "right", from: 0)
            let relu = net.add(.activation(.relu), inputs: [right], name: "relu")
            let operands = [[left, right], [left, relu], [right, relu, left], [left, left, relu]][random.between(0, 3)]
            net.add(.add, inputs: operands, name: "sum")
        },
        network("pooled batch norms") { net, random in
            let norm = net.normed(random.width(), "start")
            let relu = net.add(.activation(.relu), name: "relu")
            let largest = net.add(
                .maxPool(.init(SlidingWindow(square: 3, stride: 2, padding: 1))), inputs: [random.coin() ? norm : relu], name: "max")
            let mean = net.add(
                .averagePool(.init(SlidingWindow(square: 2, stride: 2, padding: 1), countsPadding: true)), inputs: [relu], name: "mean")
            let left = net.conv(3, 1, "left", from: largest)
            let right = net.add(.globalPool(.max), inputs: [mean], name: "right")
            let vector = net.conv(3, 1, "vector", from: right)
            net.add(.multiply, inputs: [left, vector], name: "product")
        },
        network("batch norm with activations that cost") { net, random in
            net.normed(random.width(), "start")
            net.add(.activation([.sigmoid, .tanh, .gelu][random.between(0, 2)]), name: "costly")
            net.add(.activation(.relu), name: "relu")
            net.conv(4, 3, "middle")
            net.add(.activation(.relu), name: "last")
            net.add(.dropout(rate: 0), name: "same")
            net.add(.channelShuffle(groups: 2), name: "shuffle")
            net.add(.flatten, name: "flat")
            net.add(.dense(outputs: 3, bias: true), name: "dense")
        },
    ]

    private static func network(
        _ name: String, images: ClosedRange<Int> = 2...3, _ build: @escaping @Sendable (inout GraphBuilder, inout RandomStream) -> Void
    ) -> KernelCase {
        KernelCase(name, value: 3e-6, gradient: 2e-5, images: images) { random in
            // Two channels or more: a batch norm takes away the scale of a kernel that has but one, and its gradient with it.
            let shape = Shape(height: random.between(5, 8), width: random.between(5, 8), channels: random.between(2, 6))
            var net = GraphBuilder(input: shape)
            build(&net, &random)
            return net
        }
    }
}

extension RandomStream {
    /// Channels: few, for the twin takes its time, but at times more than a vector.
    fileprivate mutating func width() -> Int { [1, 2, 3, 5, 8, 17][nextInt(below: 6)] }
}

extension GraphBuilder {
    /// A convolution without bias that keeps the size but for its stride.
    @discardableResult
    fileprivate mutating func conv(_ outputs: Int, _ kernel: Int, _ name: String, stride: Int = 1, from: Int? = nil) -> Int {
        let window = SlidingWindow(square: kernel, stride: stride, padding: kernel / 2)
        return add(.convolution(.init(outputs: outputs, window: window, groups: 1, bias: false)), inputs: [from ?? output], name: name)
    }

    /// A convolution with a batch norm.
    @discardableResult
    fileprivate mutating func normed(_ outputs: Int, _ name: String, from: Int? = nil) -> Int {
        conv(outputs, 3, name, from: from)
        return add(.batchNorm, name: "\(name).norm")
    }

    fileprivate mutating func depthwise(_ kernel: Int, stride: Int, _ name: String, bias: Bool) {
        let channels = outputShape.channels
        let window = SlidingWindow(square: kernel, stride: stride, padding: kernel / 2)
        add(.convolution(.init(outputs: channels, window: window, groups: channels, bias: bias)), name: name)
    }
}
