extension Operation {
    /// Softmax over the channels of each position.
    struct Softmax: OperationDefinition {
        var title: String { "softmax" }
        static let traits: OperationTraits = [.inPlace, .overwritesOperand]

        func outputShape(of inputs: [Shape]) throws(ShapeError) -> Shape { inputs[0] }

        func counts(input: Shape, inputElements: Int, output: Shape) -> OperationCounts {
            OperationCounts(
                kind: .activation, elementwiseOperations: 3 * output.elements, inputElements: inputElements,
                outputElements: output.elements)
        }

        func serialise<Sink: WordSink>(into sink: inout Sink) { sink.take(19) }
    }
}
