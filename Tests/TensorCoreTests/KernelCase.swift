import NetworkGraph
import Support
import TestSupport

@testable import TensorCore

/// An operation on random odd shapes, and how far the engine may be from its twin.
struct KernelCase: Sendable, CustomStringConvertible {
    let name: String
    /// Of the result, relative to its length.
    let valueLimit: Double
    /// Of each gradient. Differences of the twin are good to about 1e-8.
    let gradientLimit: Double
    /// How many images a pass has.
    let images: ClosedRange<Int>
    let build: @Sendable (inout RandomStream) -> GraphBuilder

    var description: String { name }

    init(
        _ name: String, value: Double = 1e-6, gradient: Double = 2e-6, images: ClosedRange<Int> = 1...3,
        _ build: @escaping @Sendable (inout RandomStream) -> GraphBuilder
    ) {
        self.name = name
        valueLimit = value
        gradientLimit = gradient
        self.images = images
        self.build = build
    }

    static let all = operations + networks

    static let operations = described + sampled

    /// Operations that have none of the cases below: on random shapes, as the goldens have them.
    private static let sampled: [KernelCase] = {
        var described: Set<Operation.Kind> = []
        for kernel in Self.described {
            for seed in 0..<4 {
                var random = RandomStream(seed: UInt64(seed), purpose: .test)
                described.formUnion(kernel.build(&random).graph.kinds)
            }
        }
        let others = SampleNetwork.operations.filter { sample in (try? sample.graph()).map { !$0.kinds.isSubset(of: described) } ?? false }
        return others.map { sample in
            KernelCase(sample.name, value: 3e-6, gradient: 2e-5) { random in
                while true {
                    if let net = try? sample.builder(input: random.input().inputShape) { return net }
                }
            }
        }
    }()

    private static let described: [KernelCase] =
        [
            KernelCase("convolution") { random in
                var net = random.input()
                let window = random.window(net.inputShape, largest: 4)
                net.add(.convolution(.init(outputs: random.between(1, 19), window: window, groups: 1, bias: random.coin())), name: "op")
                return net
            },
            KernelCase("convolution in groups") { random in
                let groups = random.between(2, 4)
                var net = random.input(channelsTimes: groups)
                let window = random.window(net.inputShape, largest: 3)
                net.add(
                    .convolution(.init(outputs: groups * random.between(1, 5), window: window, groups: groups, bias: random.coin())),
                    name: "op")
                return net
            },
            KernelCase("pointwise convolution") { random in
                var net = random.input()
                net.add(
                    .convolution(.init(outputs: random.between(1, 40), window: SlidingWindow(square: 1), groups: 1, bias: true)), name: "op"
                )
                return net
            },
            KernelCase("depthwise convolution") { random in
                var net = random.input(channelsTimes: random.between(1, 7))
                let (window, channels) = (random.window(net.inputShape, largest: 5), net.inputShape.channels)
                net.add(.convolution(.init(outputs: channels, window: window, groups: channels, bias: random.coin())), name: "op")
                return net
            },
            KernelCase("dense") { random in
                var net = GraphBuilder(input: Shape(height: 1, width: 1, channels: random.between(1, 40)))
                net.add(.dense(outputs: random.between(1, 30), bias: random.coin()), name: "op")
                return net
            },
            KernelCase("flatten and dense") { random in
                var net = random.input()
                net.add(.flatten, name: "flatten")
                net.add(.dense(outputs: random.between(1, 9), bias: true), name: "op")
                return net
            },
            KernelCase("batch norm", value: 3e-6, gradient: 2e-5) { random in
                var net = random.input(channelsTimes: random.between(1, 20))
                net.add(.batchNorm, name: "op")
                return net
            },
            KernelCase("max pool") { random in
                var net = random.input()
                net.add(.maxPool(.init(random.poolWindow(net.inputShape))), name: "op")
                return net
            },
            KernelCase("average pool") { random in
                var net = random.input()
                net.add(.averagePool(.init(random.poolWindow(net.inputShape), countsPadding: random.coin())), name: "op")
                return net
            },
            KernelCase("global pools") { random in
                var net = random.input()
                let average = net.add(.globalPool(.average), inputs: [0], name: "average")
                let maximum = net.add(.globalPool(.max), inputs: [0], name: "maximum")
                net.add(.concatenate, inputs: [maximum, average], name: "op")
                return net
            },
            KernelCase("softmax") { random in
                var net = random.input()
                net.add(.softmax, name: "op")
                return net
            },
            KernelCase("channel shuffle") { random in
                let groups = random.between(1, 5)
                var net = random.input(channelsTimes: groups)
                net.add(.channelShuffle(groups: groups), name: "op")
                return net
            },
            KernelCase("shared operands") { random in
                // One value used four times, twice by one operation: gradients must add up whatever the order.
                var net = random.input()
                let first = net.add(.activation(.tanh), inputs: [0], name: "a")
                let sum = net.add(.add, inputs: [first, 0, first], name: "b")
                let square = net.add(.multiply, inputs: [first, first], name: "c")
                let joined = net.add(.concatenate, inputs: [square, sum, square], name: "d")
                net.add(
                    .convolution(.init(outputs: 3, window: SlidingWindow(square: 1), groups: 1, bias: true)), inputs: [joined], name: "e")
                return net
            },
            KernelCase("multiply by a vector") { random in
                var net = random.input()
                let vector = net.add(.globalPool(.average), inputs: [0], name: "pool")
                net.add(.multiply, inputs: [0, vector], name: "op")
                return net
            },
            KernelCase("zero and unused layers", gradient: 1e-5) { random in
                var net = random.input()
                let unused = net.add(
                    .convolution(.init(outputs: 2, window: SlidingWindow(square: 1), groups: 1, bias: true)), name: "unused")
                let zero = net.add(.zero, inputs: [unused], name: "zero")
                let deep = net.add(
                    .convolution(.init(outputs: 4, window: SlidingWindow(square: 1), groups: 1, bias: true)), inputs: [zero], name: "a")
                let other = net.add(
                    .convolution(.init(outputs: 4, window: SlidingWindow(square: 1), groups: 1, bias: true)), inputs: [0], name: "b")
                let sum = net.add(.add, inputs: [deep, other], name: "sum")
                net.add(.activation(.sigmoid), inputs: [sum], name: "not the output")
                net.output = sum
                return net
            },
            KernelCase("aliases") { random in
                // None of these computes anything; all share one buffer.
                var net = GraphBuilder(input: Shape(height: 1, width: 1, channels: random.between(1, 20)))
                let start = net.add(.activation(.tanh), name: "start")
                let flat = net.add(.flatten, name: "flat")
                let same = net.add(.dropout(rate: 0), name: "dropout")
                let one = net.add(.add, inputs: [same], name: "one")
                net.add(.add, inputs: [start, flat, same, one], name: "sum")
                return net
            },
            KernelCase("batch norm used twice", value: 3e-6, gradient: 2e-5) { random in
                // The ReLU cannot be merged into the batch norm, which the sum needs as it is.
                var net = random.input()
                let norm = net.add(.batchNorm, name: "norm")
                let relu = net.add(.activation(.relu), name: "relu")
                net.add(.add, inputs: [norm, relu], name: "sum")
                return net
            },
        ]
        + Activation.allCases.map { function in
            KernelCase("\(function.rawValue)") { random in
                var net = random.input()
                net.add(.activation(function), name: "op")
                return net
            }
        }
        + [Activation.relu, .relu6].map { function in
            KernelCase("batch norm and \(function.rawValue)", value: 3e-6, gradient: 2e-5) { random in
                var net = random.input()
                net.add(.batchNorm, name: "norm")
                net.add(.activation(function), name: "op")
                return net
            }
        }
}

extension RandomStream {
    mutating func between(_ low: Int, _ high: Int) -> Int { low + nextInt(below: high - low + 1) }

    mutating func coin() -> Bool { nextInt(below: 2) == 1 }

    mutating func input(channelsTimes factor: Int = 1) -> GraphBuilder {
        let shape = Shape(height: between(1, 9), width: between(1, 9), channels: factor * between(1, 13))
        return GraphBuilder(input: shape)
    }

    /// A window that fits the shape.
    mutating func window(_ shape: Shape, largest: Int) -> SlidingWindow {
        while true {
            let window = SlidingWindow(
                Extent(between(1, largest), between(1, largest)), stride: Extent(between(1, 3), between(1, 3)),
                padding: Padding(top: between(0, 3), left: between(0, 3), bottom: between(0, 3), right: between(0, 3)),
                dilation: Extent(between(1, 2), between(1, 2)))
            if window.outputSize(height: shape.height, width: shape.width) != nil { return window }
        }
    }

    mutating func poolWindow(_ shape: Shape) -> SlidingWindow {
        while true {
            var window = window(shape, largest: 4)
            window.dilation = Extent(square: 1)
            let (padding, kernel) = (window.padding, window.kernel)
            window.padding = Padding(
                top: padding.top % kernel.height, left: padding.left % kernel.width, bottom: padding.bottom % kernel.height,
                right: padding.right % kernel.width)
            // Each placement must cover something: the last may not begin past the end.
            if let size = window.outputSize(height: shape.height, width: shape.width),
                (size.height - 1) * window.strideHeight - window.paddingTop < shape.height,
                (size.width - 1) * window.strideWidth - window.paddingLeft < shape.width
            {
                return window
            }
        }
    }

    /// Evenly spaced values in random order, none at 0, 3 or 6 or their negatives: no ties for a maximum, no kink within reach.
    mutating func distinct(_ count: Int) -> [Float] {
        var values = (0..<count).map { (Float($0) + 0.37) / Float(count) * 14 - 7 }
        for index in values.indices {
            for kink in [Float(-3), 0, 3, 6] where abs(values[index] - kink) < 1e-3 { values[index] += 3e-3 }
        }
        shuffle(&values)
        return values
    }

    /// `limit` different places below `count`, or all of them.
    mutating func sample(_ count: Int, limit: Int) -> [Int] {
        var places = Array(0..<count)
        shuffle(&places)
        return places.prefix(limit).sorted()
    }
}
