extension Operation {
    /// What a pool makes of several numbers.
    public enum PoolingKind: String, Sendable, Hashable, Codable, CaseIterable {
        /// Their mean.
        case average
        /// The largest of them.
        case max
    }

    /// The mean or the maximum of each channel.
    struct GlobalPool: OperationDefinition {
        let kind: PoolingKind

        var title: String { "global pooling" }
        static let traits: OperationTraits = .windowed

        func outputShape(of inputs: [Shape]) throws(ShapeError) -> Shape { Shape(height: 1, width: 1, channels: inputs[0].channels) }

        func counts(input: Shape, inputElements: Int, output: Shape) -> OperationCounts {
            OperationCounts(
                elementwiseOperations: inputElements, inputElements: inputElements, outputElements: output.elements)
        }

        func isIdentity(on input: Shape) -> Bool { input.isVector }

        func kind(on input: Shape) -> Operation.Kind? { .globalPool }

        func planLine(_ step: PlanStep) -> PlanLine? { PlanLine(kind == .max ? "globalmax" : "globalavg", step.tensors) }

        func evaluate(_ operands: OperandValues) -> [Double] {
            let whole = SlidingWindow(Extent(operands.shape.height, operands.shape.width))
            return operands.pool(whole) { taps in
                let values = taps.compactMap(\.self)
                return kind == .max ? values.max() ?? 0 : values.reduce(0, +) / Double(values.count)
            }
        }

        func serialise<Sink: WordSink>(into sink: inout Sink) { sink.take(kind == .average ? 10 : 11) }
    }
}
