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
                elementwiseOperations: output.elements, parameters: 2 * output.channels, inputElements: inputElements,
                outputElements: output.elements)
        }

        func parameters(of input: Shape) -> [OperationParameter] {
            [
                OperationParameter("weight", [input.channels], .ones), OperationParameter("bias", [input.channels], .zeros),
                OperationParameter("running_mean", [input.channels], .zeros, isStatistic: true),
                OperationParameter("running_var", [input.channels], .ones, isStatistic: true),
            ]
        }

        func kind(on input: Shape) -> Operation.Kind? { .scale }

        func planLine(_ step: PlanStep) -> PlanLine? { PlanLine("scale", step.tensors, activation: step.activationWord) }

        func evaluate(_ operands: OperandValues) -> [Double] {
            var result = operands.first
            for channel in 0..<operands.shape.channels {
                let places = stride(from: channel, to: result.count, by: operands.shape.channels)
                let values = places.map { operands.first[$0] }
                var mean = values.reduce(0, +) / Double(values.count)
                var variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
                if !operands.isTraining {
                    mean = operands.parameter("running_mean")[channel]
                    variance = operands.parameter("running_var")[channel]
                }
                let (scale, shift) = (operands.parameter("weight")[channel], operands.parameter("bias")[channel])
                for place in places {
                    result[place] = (operands.first[place] - mean) / (variance + Double(Self.epsilon)).squareRoot() * scale + shift
                }
            }
            return result
        }

        func serialise<Sink: WordSink>(into sink: inout Sink) { sink.take(6) }
    }
}
