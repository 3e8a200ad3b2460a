public import NetworkGraph
public import Support

/// Graphs at random, of all operations: norms behind norms, behind sums and behind dense layers, activations and dropout between them,
/// operands that several read.
public enum RandomGraphs {
    /// Operations as the goldens have them: those too that have no line below.
    private static let samples = SampleNetwork.operations.flatMap(\.operations)

    /// - Parameter count: how many operations are tried; those whose operands do not fit are left out.
    public static func graph(_ count: Int, using random: inout RandomStream) -> InferredGraph {
        func pick<Element>(_ elements: [Element]) -> Element { elements[random.nextInt(below: elements.count)] }
        let samples = Self.samples
        var builder = GraphBuilder(input: Shape(height: pick([1, 6, 9]), width: pick([1, 8]), channels: pick([1, 4, 6])))
        var last = 0
        for index in 0..<count {
            // Mostly a chain, for what folds to meet.
            let operand = random.nextInt(below: 4) == 0 ? random.nextInt(below: builder.count) : last
            let channels = builder.shape(of: operand).channels
            let side = Extent(square: pick([1, 2, 3]))
            let pooling = Operation.Pooling(kernel: side, stride: Extent(square: pick([1, 2])), countsPadding: pick([true, false]))
            let (operation, inputs): (Operation, [Int]) =
                switch random.nextInt(below: 21) {
                case 0...3:
                    (
                        .convolution(
                            .init(
                                outputs: pick([4, 6, channels]), kernel: side,
                                padding: pick([.none, Padding(top: 1, left: 1, bottom: 1, right: 1)]),
                                groups: pick([1, 2, channels]), bias: pick([true, false]))), [operand]
                    )
                case 4...7: (.batchNorm, [operand])
                case 8...10: (.activation(pick(Activation.allCases)), [operand])
                case 11: (.dense(outputs: pick([3, 4]), bias: pick([true, false])), [operand])
                case 12: (pick([.maxPool(pooling), .averagePool(pooling)]), [operand])
                case 13: (.globalPool(pick(Operation.PoolingKind.allCases)), [operand])
                case 14: (.add, [operand] + (0..<pick([1, 2])).map { _ in random.nextInt(below: builder.count) })
                case 15: (.multiply, [operand, random.nextInt(below: builder.count)])
                case 16: (.concatenate, [operand, random.nextInt(below: builder.count)])
                case 17: (pick([.dropout(rate: 0.5), .dropout(rate: 0), .channelShuffle(groups: 2)]), [operand])
                case 18: (pick([.flatten, .softmax]), [operand])
                case 19: (.zero, [operand])
                default: (pick(samples), [operand])
                }
            guard let node = try? builder.append(operation, inputs, name: "operation\(index)") else { continue }
            last = node
        }
        return builder.finish(output: last)
    }
}
