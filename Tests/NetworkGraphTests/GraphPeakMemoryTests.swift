import NetworkGraph
import Support
import Testing

@Suite struct GraphPeakMemoryTests {
    private static func build(_ input: Shape, _ body: (inout GraphBuilder) throws -> Int) throws -> InferredGraph {
        var builder = GraphBuilder(input: input)
        let output = try body(&builder)
        return builder.finish(output: output)
    }

    private static let shape = Shape(height: 4, width: 4, channels: 2)

    @Test func fusedOperationsTakeNothing() throws {
        let graph = try Self.build(Self.shape) { builder in
            var last = try builder.append(GraphSamples.convolution(6, 3), [0], name: "")
            last = try builder.append(.batchNorm, [last], name: "")
            last = try builder.append(.activation(.relu), [last], name: "")
            last = try builder.append(.flatten, [last], name: "")
            return try builder.append(.dense(outputs: 3, bias: false), [last], name: "")
        }
        #expect(graph.peakActivationBytes() == 4 * (32 + 96))
    }

    @Test func aResidualIsAddedInPlace() throws {
        let graph = try Self.build(Self.shape) { builder in
            let first = try builder.append(GraphSamples.convolution(8, 1), [0], name: "")
            let second = try builder.append(GraphSamples.convolution(2, 1), [first], name: "")
            return try builder.append(.add, [0, second], name: "")
        }
        #expect(graph.peakActivationBytes() == 4 * (32 + 128 + 32))
    }

    /// An activation whose operand is read again later needs room of its own.
    @Test func whatIsStillNeededIsNotOverwritten() throws {
        let graph = try Self.build(Self.shape) { builder in
            let relu = try builder.append(.activation(.relu), [0], name: "")
            let conv = try builder.append(GraphSamples.convolution(2, 3), [relu], name: "")
            return try builder.append(.add, [0, conv], name: "")
        }
        #expect(graph.peakActivationBytes() == 4 * 96)
        let viewed = try Self.build(Self.shape) { builder in
            let flat = try builder.append(.flatten, [0], name: "")
            let relu = try builder.append(.activation(.relu), [flat], name: "")
            let dense = try builder.append(.dense(outputs: 1, bias: false), [relu], name: "")
            let pooled = try builder.append(GraphSamples.convolution(1, 4, stride: 4), [0], name: "")
            let gate = try builder.append(.globalPool(.max), [pooled], name: "")
            return try builder.append(.add, [dense, gate], name: "")
        }
        // Pool first (32 + 4 elements and then 1), then the activation in place.
        #expect(viewed.peakActivationBytes() == GraphMemoryReference(viewed).smallestPeak() * 4)
    }

    /// The better order runs the branch with the large intermediate first.
    @Test func theOrderIsChosen() throws {
        let graph = try Self.build(Self.shape) { builder in
            let small = try builder.append(GraphSamples.convolution(4, 1), [0], name: "")
            let large = try builder.append(GraphSamples.convolution(40, 1), [0], name: "")
            let back = try builder.append(GraphSamples.convolution(1, 1), [large], name: "")
            return try builder.append(.concatenate, [small, back], name: "")
        }
        #expect(graph.peakActivationBytes() == 4 * 16 * (2 + 40 + 1))
    }

    /// All orders of execution of small graphs, with tensors of many sizes, tried one by one.
    @Test func smallGraphsAgainstAllOrders() throws {
        var compared = 0
        var mattered = 0
        for trial in 0..<3_000 {
            var random = RandomStream(seed: 5, trial: UInt64(trial), purpose: .test)
            let graph = try Self.randomGraph(3 + random.nextInt(below: 8), using: &random).canonical()
            guard graph.nodes.count <= 11 else { continue }
            let reference = GraphMemoryReference(graph)
            let expected = 4 * reference.smallestPeak()
            #expect(graph.peakActivationBytes() == expected, "\(trial): \(graph)")
            compared += 1
            if reference.peakInOrder() * 4 > expected { mattered += 1 }
        }
        #expect(compared > 1_000)
        #expect(mattered > 100, "the order made no difference in \(compared - mattered) of \(compared) graphs")
    }

    /// Branches of random channels on one small image; everything is used.
    private static func randomGraph(_ count: Int, using random: inout RandomStream) throws -> InferredGraph {
        var builder = GraphBuilder(input: Shape(height: 2, width: 2, channels: 1 + random.nextInt(below: 5)))
        var unused: Set<Int> = [0]
        for _ in 0..<count {
            let operand = random.nextInt(below: builder.count)
            let shape = builder.shape(of: operand)
            let (operation, inputs): (Operation, [Int]) =
                switch random.nextInt(below: 9) {
                case 0, 1: (GraphSamples.convolution(1 + random.nextInt(below: 9), 1), [operand])
                case 2: (.activation(.relu), [operand])
                case 3: (.dropout(rate: 0.5), [operand])
                case 4: (.batchNorm, [operand])
                case 5, 6:
                    (
                        .add,
                        (0..<builder.count).filter { builder.shape(of: $0) == shape && ($0 == operand || random.nextInt(below: 2) == 0) }
                    )
                case 7: (.concatenate, [operand, random.nextInt(below: builder.count)])
                default: (.multiply, [operand, (0..<builder.count).last { builder.shape(of: $0) == shape } ?? operand])
                }
            unused.subtract(inputs)
            unused.insert(try builder.append(operation, inputs, name: ""))
        }
        if random.nextInt(below: 3) == 0 {
            // A product with zeros: a workspace.
            let zero = try builder.append(.zero, [builder.count - 1], name: "")
            unused.remove(zero - 1)
            unused.insert(try builder.append(.multiply, [zero - 1, zero], name: ""))
        }
        // Small ends, so that joining them is not the peak.
        let ends = try unused.sorted().map { end in
            builder.shape(of: end).channels < 3 ? end : try builder.append(GraphSamples.convolution(1, 1), [end], name: "")
        }
        let output = try builder.append(.concatenate, ends, name: "")
        return builder.finish(output: output)
    }

    /// Beyond the reach of the search the result is an upper bound, and comes at once.
    @Test func largeMeshesHaveABound() throws {
        var random = RandomStream(seed: 6, purpose: .test)
        var builder = GraphBuilder(input: Self.shape)
        for _ in 0..<300 {
            let inputs = [random.nextInt(below: builder.count), random.nextInt(below: builder.count)]
            let sum = try builder.append(.concatenate, inputs, name: "")
            _ = try builder.append(GraphSamples.convolution(2 + random.nextInt(below: 3), 1), [sum], name: "")
        }
        let output = try builder.append(.concatenate, Array(0..<builder.count), name: "")
        let graph = builder.finish(output: output)
        let all = graph.nodes.reduce(0) { $0 + 4 * $1.shape.elements }
        let last = graph.nodes[output]
        #expect(graph.peakActivationBytes() <= all)
        #expect(graph.peakActivationBytes() >= 4 * 2 * last.shape.elements)
    }

    /// Known networks: where the peak is, found by hand.
    @Test func knownNetworks() throws {
        // The first block with stride 2: the input of the depthwise convolution (192 channels at 32 x 32) and its result.
        #expect(try GraphSamples.macro("20000000").peakActivationBytes() == 4 * (192 * 1024 + 192 * 256))
        // The activation runs in the place of the cell's input.
        let chain = try GraphSamples.cellNetwork([0, 0, 0, 3, 0, 0]).canonical()
        #expect(chain.peakActivationBytes() == 4 * 2 * 16 * 1024)
        // All edges are convolutions: whichever value is read for the last time but one, an activation and a convolution of it
        // are live beside it, another value that is read twice, and a result that waits for its sum.
        let cell = try GraphSamples.cellNetwork([3, 3, 3, 3, 3, 3]).canonical()
        #expect(cell.peakActivationBytes() == 4 * 5 * 16 * 1024)
    }
}
