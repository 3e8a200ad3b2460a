extension Operation {
    /// Layer normalisation over the channels of each position (Ba et al., 2016), with a learnt scale and shift for each channel; as
    /// PyTorch's `LayerNorm` over the channels of an activation that has them last (ConvNeXt, Liu et al., 2022). Its statistics are the
    /// operand's, so that it folds into nothing.
    public struct LayerNorm: OperationDefinition {
        /// Added to the variance.
        @inlinable public static var epsilon: Float { 1e-5 }

        var title: String { "layer norm" }
        static let traits: OperationTraits = [.learns, .inPlace, .overwritesOperand]

        func outputShape(of inputs: [Shape]) throws(ShapeError) -> Shape { inputs[0] }

        func kind(on input: Shape) -> Operation.Kind? { .layerNorm }

        func counts(input: Shape, inputElements: Int, output: Shape) -> OperationCounts {
            // For each element: into the mean, its difference, that squared into the variance, over the deviation, scaled and shifted.
            OperationCounts(
                elementwiseOperations: 5 * output.elements, parameters: 2 * output.channels, inputElements: inputElements,
                outputElements: output.elements)
        }

        func parameters(of input: Shape) -> [OperationParameter] {
            [OperationParameter("weight", [input.channels], .ones), OperationParameter("bias", [input.channels], .zeros)]
        }

        func planLine(_ step: PlanStep) -> PlanLine? { PlanLine("layernorm", step.tensors) }

        func evaluate(_ operands: OperandValues) -> [Double] {
            let (scale, shift) = (operands.parameter("weight"), operands.parameter("bias"))
            return operands.eachPosition { row in
                let mean = row.reduce(0, +) / Double(row.count)
                let variance = row.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(row.count)
                let deviation = (variance + Double(Self.epsilon)).squareRoot()
                return zip(row, zip(scale, shift)).map { ($0 - mean) / deviation * $1.0 + $1.1 }
            }
        }

        func serialise<Sink: WordSink>(into sink: inout Sink) { sink.take(20) }
    }
}
