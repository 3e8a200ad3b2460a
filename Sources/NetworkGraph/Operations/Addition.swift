extension Operation {
    /// The sum of operands of one shape.
    struct Addition: OperationDefinition {
        var title: String { "a sum" }
        static let operandCount = 1...Int.max
        static let traits: OperationTraits = [.takesActivation, .overwritesOperand]

        func outputShape(of inputs: [Shape]) throws(ShapeError) -> Shape {
            for other in inputs.dropFirst() where other != inputs[0] {
                throw ShapeError(
                    "cannot add \(inputs[0]) and \(other)",
                    hint: inputs[0].channels != other.channels && inputs[0].height == other.height && inputs[0].width == other.width
                        ? "a 1x1 convolution on the shortcut changes its channels" : nil)
            }
            return inputs[0]
        }

        func counts(input: Shape, inputElements: Int, output: Shape) -> OperationCounts {
            OperationCounts(
                elementwiseOperations: inputElements - output.elements, inputElements: inputElements,
                outputElements: output.elements)
        }

        func channelOrigins(of inputs: [Shape]) -> [[ChannelOrigin]] {
            (0..<inputs[0].channels).map { channel in inputs.indices.map { ChannelOrigin(operand: $0, channel: channel) } }
        }

        func kind(on input: Shape) -> Operation.Kind? { .add }

        func planLine(_ step: PlanStep) -> PlanLine? {
            PlanLine("add", [step.tensors.count] + step.tensors, activation: step.activationWord)
        }

        func evaluate(_ operands: OperandValues) -> [Double] {
            operands.values.dropFirst().reduce(operands.first) { sum, other in zip(sum, other).map { $0 + $1 } }
        }

        func serialise<Sink: WordSink>(into sink: inout Sink) { sink.take(12) }
    }
}
