extension Operation {
    /// Operands joined along the channels.
    struct Concatenation: OperationDefinition {
        var title: String { "a concatenation" }
        static let operandCount = 1...Int.max
        static let traits: OperationTraits = []

        func outputShape(of inputs: [Shape]) throws(ShapeError) -> Shape {
            var channels = 0
            for other in inputs {
                guard other.height == inputs[0].height, other.width == inputs[0].width else {
                    throw ShapeError("cannot concatenate \(inputs[0]) and \(other): height and width must agree")
                }
                channels += other.channels
                guard channels <= Shape.limit else { throw ShapeError("a concatenation has more than \(Shape.limit) channels") }
            }
            let shape = Shape(height: inputs[0].height, width: inputs[0].width, channels: channels)
            try shape.validate()
            return shape
        }

        func counts(input: Shape, inputElements: Int, output: Shape) -> OperationCounts {
            OperationCounts(inputElements: inputElements, outputElements: output.elements)
        }

        func channelOrigins(of inputs: [Shape]) -> [[ChannelOrigin]] {
            inputs.enumerated().flatMap { operand, shape in (0..<shape.channels).map { [ChannelOrigin(operand: operand, channel: $0)] } }
        }

        /// Asked of one operand.
        func isIdentity(on input: Shape) -> Bool { true }

        func kind(on input: Shape) -> Operation.Kind? { .concatenate }

        func planLine(_ step: PlanStep) -> PlanLine? { PlanLine("concat", [step.tensors.count] + step.tensors) }

        func evaluate(_ operands: OperandValues) -> [Double] {
            (0..<operands.images * operands.output.height * operands.output.width).flatMap { position in
                zip(operands.values, operands.shapes).flatMap { value, shape in
                    value[position * shape.channels..<(position + 1) * shape.channels]
                }
            }
        }

        func serialise<Sink: WordSink>(into sink: inout Sink) { sink.take(14) }
    }
}
