extension Operation {
    /// To a vector.
    struct Flatten: OperationDefinition {
        var title: String { "flatten" }
        static let traits: OperationTraits = [.view, .transparent]

        func outputShape(of inputs: [Shape]) throws(ShapeError) -> Shape { Shape(height: 1, width: 1, channels: inputs[0].elements) }

        func counts(input: Shape, inputElements: Int, output: Shape) -> OperationCounts { OperationCounts() }

        func channelOrigins(of inputs: [Shape]) -> [[ChannelOrigin]] {
            (0..<inputs[0].elements).map { [ChannelOrigin(operand: 0, channel: $0 / inputs[0].positions)] }
        }

        func isIdentity(on input: Shape) -> Bool { input.isVector }

        /// Where more than one position and more than one channel change their order.
        func kind(on input: Shape) -> Operation.Kind? { input.isVector || input.channels == 1 ? nil : .flatten }

        func planLine(_ step: PlanStep) -> PlanLine? { step.input.isVector ? nil : PlanLine("flatten", step.tensors) }

        func evaluate(_ operands: OperandValues) -> [Double] {
            let (x, shape) = (operands.first, operands.shape)
            let positions = shape.height * shape.width
            return operands.each(operands.images, shape.elements) { image, place in
                x[image * shape.elements + place % positions * shape.channels + place / positions]
            }
        }

        func serialise<Sink: WordSink>(into sink: inout Sink) { sink.take(17) }
    }
}
