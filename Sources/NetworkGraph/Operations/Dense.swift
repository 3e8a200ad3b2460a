extension Operation {
    /// A dense layer: a vector in, a vector out.
    struct Dense: OperationDefinition {
        let outputs: Int
        let bias: Bool

        var title: String { "a dense layer" }
        static let traits: OperationTraits = [.product, .learns, .takesActivation]
        var hasBias: Bool { bias }

        func outputShape(of inputs: [Shape]) throws(ShapeError) -> Shape {
            let input = inputs[0]
            guard input.isVector else {
                throw ShapeError(
                    "a dense layer takes a vector, got \(input)",
                    hint: "put flatten or a global pool before it; a dense layer at every position is a 1x1 convolution")
            }
            try SizeCheck.size(outputs, "outputs of a dense layer")
            guard input.channels * outputs + (bias ? outputs : 0) <= Shape.limit else {
                throw ShapeError("a dense layer from \(input.channels) to \(outputs) has more than \(Shape.limit) weights")
            }
            return Shape(height: 1, width: 1, channels: outputs)
        }

        func counts(input: Shape, inputElements: Int, output: Shape) -> OperationCounts {
            let weights = input.elements * outputs
            return OperationCounts(
                macs: weights, parameters: weights + (bias ? outputs : 0), inputElements: inputElements,
                outputElements: output.elements)
        }

        /// Uniform in +-1/sqrt(inputs), as PyTorch's `Linear`.
        func parameters(of input: Shape) -> [OperationParameter] {
            let bound = 1 / Float(input.channels).squareRoot()
            let weight = OperationParameter("weight", [outputs, input.channels], .uniform(bound: bound))
            return bias ? [weight, OperationParameter("bias", [outputs], .uniform(bound: bound))] : [weight]
        }

        func kind(on input: Shape) -> Operation.Kind? { .dense }

        func planLine(_ step: PlanStep) -> PlanLine? { PlanLine("dense", step.tensors + [outputs], activation: step.activationWord) }

        func evaluate(_ operands: OperandValues) -> [Double] {
            let (x, inputs) = (operands.first, operands.shape.channels)
            let (weight, bias) = (operands.parameter("weight"), operands.parameters["bias"])
            return operands.each(operands.images, outputs) { image, output in
                (0..<inputs).reduce(bias?[output] ?? 0) { $0 + x[image * inputs + $1] * weight[output * inputs + $1] }
            }
        }

        func serialise<Sink: WordSink>(into sink: inout Sink) {
            sink.take(bias ? 5 : 4)
            sink.take(outputs)
        }
    }
}
