import NetworkGraph
import Testing

@Suite struct GraphShapeTests {
    private static func shape(_ height: Int, _ width: Int, _ channels: Int) -> Shape {
        Shape(height: height, width: width, channels: channels)
    }

    private static func conv(
        _ outputs: Int, _ kernel: Extent, stride: Int = 1, dilation: Int = 1, padding: Padding = .none, groups: Int = 1
    ) -> Operation {
        .convolution(
            Operation.Convolution(
                outputs: outputs, kernel: kernel, stride: Extent(square: stride), dilation: Extent(square: dilation), padding: padding,
                groups: groups))
    }

    private static func pool(_ kernel: Int, stride: Int, padding: Padding = .none) -> Operation.Pooling {
        Operation.Pooling(kernel: Extent(square: kernel), stride: Extent(square: stride), padding: padding)
    }

    private static let one = Padding(top: 1, left: 1, bottom: 1, right: 1)

    // The expected shapes of convolutions and pools are what PyTorch's Conv2d and AvgPool2d give.
    @Test(
        arguments: [
            (conv(8, Extent(square: 3)), [shape(7, 5, 4)], shape(5, 3, 8)),
            (conv(8, Extent(square: 3), stride: 2, padding: one), [shape(32, 31, 4)], shape(16, 16, 8)),
            (
                conv(8, Extent(square: 3), stride: 2, padding: Padding(top: 0, left: 0, bottom: 1, right: 1)), [shape(32, 32, 4)],
                shape(16, 16, 8)
            ),
            (conv(6, Extent(1, 5), stride: 3), [shape(1, 100, 2)], shape(1, 32, 6)),
            (conv(6, Extent(square: 3), dilation: 4), [shape(10, 9, 2)], shape(2, 1, 6)),
            (conv(6, Extent(square: 1), groups: 2), [shape(4, 4, 4)], shape(4, 4, 6)),
            (.maxPool(pool(2, stride: 2)), [shape(5, 7, 3)], shape(2, 3, 3)),
            (.averagePool(pool(3, stride: 1, padding: one)), [shape(1, 4, 3)], shape(1, 4, 3)),
            (.globalPool(.max), [shape(5, 7, 3)], shape(1, 1, 3)),
            (.dense(outputs: 9, bias: true), [shape(1, 1, 30)], shape(1, 1, 9)),
            (.flatten, [shape(5, 7, 3)], shape(1, 1, 105)),
            (.add, [shape(2, 3, 4), shape(2, 3, 4), shape(2, 3, 4)], shape(2, 3, 4)),
            (.multiply, [shape(2, 3, 4), shape(1, 1, 4)], shape(2, 3, 4)),
            (.concatenate, [shape(2, 3, 4), shape(2, 3, 1)], shape(2, 3, 5)),
            (.channelShuffle(groups: 2), [shape(2, 3, 4)], shape(2, 3, 4)),
            (.softmax, [shape(1, 1, 10)], shape(1, 1, 10)),
            (.zero, [shape(3, 3, 2)], shape(3, 3, 2)),
        ] as [(Operation, [Shape], Shape)])
    func infersShapes(operation: Operation, inputs: [Shape], expected: Shape) throws {
        #expect(try operation.outputShape(of: inputs) == expected)
    }

    @Test(
        arguments: [
            (conv(8, Extent(square: 5)), [shape(3, 3, 4)], "a 5x5 kernel does not fit an input of 3x3 with padding 0"),
            (
                conv(8, Extent(square: 5), dilation: 2, padding: one), [shape(6, 6, 4)],
                "a 5x5 kernel with dilation 2 does not fit an input of 6x6 with padding 1"
            ),
            (conv(8, Extent(square: 3), groups: 3), [shape(8, 8, 4)], "3 groups do not divide 4 input channels"),
            (conv(9, Extent(square: 3), groups: 4), [shape(8, 8, 4)], "4 groups do not divide 9 outputs"),
            (conv(9, Extent(square: 3), groups: 0), [shape(8, 8, 4)], "groups must be at least 1, got 0"),
            (conv(0, Extent(square: 3)), [shape(8, 8, 4)], "outputs of a convolution must be from 1 to 2147483648, got 0"),
            (conv(8, Extent(0, 3)), [shape(8, 8, 4)], "rows of a kernel must be from 1 to 2147483648, got 0"),
            (conv(8, Extent(square: 3), stride: 0), [shape(8, 8, 4)], "stride must be from 1 to 2147483648, got 0"),
            (
                conv(8, Extent(square: 3), padding: Padding(top: -1, left: 0, bottom: 0, right: 0)), [shape(8, 8, 4)],
                "padding must be from 0 to 2147483648, got -1"
            ),
            (
                .averagePool(pool(2, stride: 2, padding: Padding(top: 2, left: 2, bottom: 2, right: 2))), [shape(8, 8, 4)],
                "padding 2 of a pool must be smaller than its 2x2 kernel"
            ),
            (.add, [shape(8, 8, 16), shape(8, 8, 24)], "cannot add 8x8x16 and 8x8x24"),
            (.multiply, [shape(8, 8, 16), shape(1, 1, 24)], "cannot multiply 8x8x16 by 1x1x24"),
            (.multiply, [shape(1, 1, 16), shape(8, 8, 16)], "cannot multiply 1x1x16 by 8x8x16"),
            (.multiply, [shape(1, 1, 16)], "a product takes two operands, got 1"),
            (.batchNorm, [], "batch norm takes one operand, got 0"),
            (.input, [], "a network has one input, which is its first node"),
            (.concatenate, [shape(8, 8, 1), shape(4, 8, 1)], "cannot concatenate 8x8x1 and 4x8x1: height and width must agree"),
            (.channelShuffle(groups: 3), [shape(2, 3, 4)], "3 groups do not divide 4 channels"),
            (.dense(outputs: 10, bias: true), [shape(2, 2, 4)], "a dense layer takes a vector, got 2x2x4"),
            (.dropout(rate: 1), [shape(2, 2, 4)], "the rate of dropout must be at least 0 and less than 1, got 1.0"),
            (.dropout(rate: .nan), [shape(2, 2, 4)], "the rate of dropout must be at least 0 and less than 1, got nan"),
            (.zero, [shape(0, 2, 4)], "a shape needs at least 1 row, 1 column and 1 channel, got 0x2x4"),
        ] as [(Operation, [Shape], String)])
    func explainsWhatDoesNotFit(operation: Operation, inputs: [Shape], message: String) {
        let error = #expect(throws: ShapeError.self) { try operation.outputShape(of: inputs) }
        #expect(error?.message == message)
    }

    /// Every combination of enormous numbers is an error, never a trap.
    @Test func survivesHugeNumbers() {
        let numbers = [-1, 0, 1, 3, 1 << 16, (1 << 31) - 1, 1 << 31, (1 << 31) + 1, Int.max, Int.min]
        var accepted = 0
        func attempt(_ operation: Operation, _ inputs: [Shape]) {
            guard let shape = try? operation.outputShape(of: inputs) else { return }
            accepted += 1
            #expect(shape.height > 0 && shape.width > 0 && shape.channels > 0 && shape.elements <= Shape.limit)
            let nodes =
                [InferredGraph.Node(operation: .input, inputs: [], shape: inputs[0], name: "")]
                + [InferredGraph.Node(operation: operation, inputs: inputs.map { _ in 0 }, shape: shape, name: "")]
            let graph = InferredGraph(nodes: nodes, output: 1)
            #expect(graph.parameters >= 0 && graph.macs >= 0 && graph.weightStorageBytes >= 0 && graph.peakActivationBytes() > 0)
            #expect(graph.operationCounts().allSatisfy { $0.elementwiseOperations >= 0 })
        }
        for first in numbers {
            for second in numbers {
                let input = Self.shape(first, 1, second)
                attempt(.flatten, [input])
                attempt(.dense(outputs: first, bias: true), [Self.shape(1, 1, second)])
                attempt(.concatenate, [input, input])
                for third in numbers {
                    attempt(Self.conv(third, Extent(first, second)), [Self.shape(40, 40, 4)])
                    attempt(Self.conv(4, Extent(square: 3), stride: first, dilation: second, groups: third), [Self.shape(40, 40, 4)])
                    attempt(Self.conv(third, Extent(first, 1)), [Self.shape(first, 1, second)])
                    let padding = Padding(top: first, left: second, bottom: third, right: first)
                    attempt(Self.conv(4, Extent(square: 3), padding: padding), [Self.shape(4, 4, 4)])
                    attempt(.averagePool(Self.pool(third, stride: second, padding: padding)), [input])
                }
            }
        }
        #expect(accepted > 100)
    }

    @Test func buildsNodesInOrder() throws {
        var builder = GraphBuilder(input: Self.shape(8, 8, 3))
        let conv = try builder.append(Self.conv(4, Extent(square: 3)), [0], name: "network[0]")
        #expect(conv == 1)
        #expect(builder.shape(of: conv) == Self.shape(6, 6, 4))
        #expect(throws: ShapeError.self) { _ = try builder.append(.add, [0, conv], name: "network[1]") }
        #expect(builder.count == 2)
        let graph = builder.finish(output: conv)
        #expect(graph.nodes.map(\.name) == ["input", "network[0]"])
        #expect(graph.outputShape == Self.shape(6, 6, 4))
    }
}
