extension Operation {
    /// To a vector.
    struct Flatten: OperationDefinition {
        var title: String { "flatten" }
        static let traits: OperationTraits = [.view, .transparent]

        func outputShape(of inputs: [Shape]) throws(ShapeError) -> Shape { Shape(height: 1, width: 1, channels: inputs[0].elements) }

        func counts(input: Shape, inputElements: Int, output: Shape) -> OperationCounts { OperationCounts(kind: .none) }

        func channelOrigins(of inputs: [Shape]) -> [[ChannelOrigin]] {
            (0..<inputs[0].elements).map { [ChannelOrigin(operand: 0, channel: $0 / inputs[0].positions)] }
        }

        func isIdentity(on input: Shape) -> Bool { input.isVector }

        func serialise<Sink: WordSink>(into sink: inout Sink) { sink.take(17) }
    }
}
