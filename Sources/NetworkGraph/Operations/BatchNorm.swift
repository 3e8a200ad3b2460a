extension Operation {
    /// Batch normalisation of each channel (Ioffe and Szegedy, 2015): at inference a scale and a shift.
    public struct BatchNorm: OperationDefinition {
        /// Added to the variance.
        @inlinable public static var epsilon: Float { 1e-5 }
        /// The running statistics move by this much towards the batch's, the variance with Bessel's correction, as in PyTorch.
        @inlinable public static var momentum: Float { 0.1 }

        var title: String { "batch norm" }
        static let traits: OperationTraits = [.norm, .learns, .inPlace, .overwritesOperand, .transparent]

        func outputShape(of inputs: [Shape]) throws(ShapeError) -> Shape { inputs[0] }

        func counts(input: Shape, inputElements: Int, output: Shape) -> OperationCounts {
            OperationCounts(
                kind: .batchNorm, elementwiseOperations: output.elements, parameters: 2 * output.channels, inputElements: inputElements,
                outputElements: output.elements)
        }

        func parameters(of input: Shape) -> [OperationParameter] {
            [
                OperationParameter("weight", [input.channels], .ones), OperationParameter("bias", [input.channels], .zeros),
                OperationParameter("running_mean", [input.channels], .zeros, isStatistic: true),
                OperationParameter("running_var", [input.channels], .ones, isStatistic: true),
            ]
        }

        func serialise<Sink: WordSink>(into sink: inout Sink) { sink.take(6) }
    }
}
