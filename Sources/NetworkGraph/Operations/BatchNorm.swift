extension Operation {
    /// Batch normalisation of each channel (Ioffe and Szegedy, 2015): at inference a scale and a shift.
    struct BatchNorm: OperationDefinition {
        static let title = "batch norm"
        static let traits: OperationTraits = [.norm, .inPlace, .overwritesOperand, .transparent]

        func outputShape(of inputs: [Shape]) throws(ShapeError) -> Shape { inputs[0] }

        func counts(input: Shape, inputElements: Int, output: Shape) -> OperationCounts {
            OperationCounts(
                kind: .batchNorm, elementwiseOperations: output.elements, parameters: 2 * output.channels, inputElements: inputElements,
                outputElements: output.elements)
        }

        func serialise<Sink: WordSink>(into sink: inout Sink) { sink.take(6) }
    }
}
