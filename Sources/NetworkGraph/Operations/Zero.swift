extension Operation {
    /// Zeros of the operand's shape.
    struct Zero: OperationDefinition {
        var title: String { "zero" }
        static let traits: OperationTraits = []

        func outputShape(of inputs: [Shape]) throws(ShapeError) -> Shape { inputs[0] }

        func counts(input: Shape, inputElements: Int, output: Shape) -> OperationCounts {
            // The operand is not read.
            OperationCounts(kind: .dataMovement, outputElements: output.elements)
        }

        func channelOrigins(of inputs: [Shape]) -> [[ChannelOrigin]] { [] }

        func serialise<Sink: WordSink>(into sink: inout Sink) { sink.take(18) }
    }
}
