extension Operation {
    /// The product of two operands.
    struct Multiplication: OperationDefinition {
        var title: String { "a product" }
        static let operandCount = 2...2
        static let traits: OperationTraits = [.takesActivation, .overwritesOperand]

        func outputShape(of inputs: [Shape]) throws(ShapeError) -> Shape {
            let (first, second) = (inputs[0], inputs[1])
            guard second == first || (second.isVector && second.channels == first.channels) else {
                throw ShapeError(
                    "cannot multiply \(first) by \(second)",
                    hint: "the second operand has the first one's shape, or is 1x1x\(first.channels)")
            }
            return first
        }

        func counts(input: Shape, inputElements: Int, output: Shape) -> OperationCounts {
            OperationCounts(
                elementwiseOperations: output.elements, inputElements: inputElements, outputElements: output.elements)
        }

        func kind(on input: Shape) -> Operation.Kind? { .multiply }

        func planLine(_ step: PlanStep) -> PlanLine? { PlanLine("multiply", step.tensors, activation: step.activationWord) }

        func evaluate(_ operands: OperandValues) -> [Double] {
            let (channels, positions) = (operands.output.channels, operands.output.height * operands.output.width)
            return operands.each(operands.images * positions, channels) { position, channel in
                zip(operands.values, operands.shapes).reduce(1) { product, operand in
                    let (values, shape) = operand
                    return product * values[(shape.isVector ? position / positions : position) * channels + channel]
                }
            }
        }

        func serialise<Sink: WordSink>(into sink: inout Sink) { sink.take(13) }
    }
}
