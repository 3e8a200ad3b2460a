extension Operation {
    public enum PoolingKind: String, Sendable, Hashable, Codable, CaseIterable { case average, max }

    /// The mean or the maximum of each channel.
    struct GlobalPool: OperationDefinition {
        let kind: PoolingKind

        var title: String { "global pooling" }
        static let traits: OperationTraits = .windowed

        func outputShape(of inputs: [Shape]) throws(ShapeError) -> Shape { Shape(height: 1, width: 1, channels: inputs[0].channels) }

        func counts(input: Shape, inputElements: Int, output: Shape) -> OperationCounts {
            OperationCounts(
                kind: .globalPool, elementwiseOperations: inputElements, inputElements: inputElements, outputElements: output.elements)
        }

        func isIdentity(on input: Shape) -> Bool { input.isVector }

        func serialise<Sink: WordSink>(into sink: inout Sink) { sink.take(kind == .average ? 10 : 11) }
    }
}
