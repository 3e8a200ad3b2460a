extension Operation {
    /// Zeros of the operand's shape.
    struct Zero: OperationDefinition {
        var title: String { "zero" }
        static let traits: OperationTraits = []

        func outputShape(of inputs: [Shape]) throws(ShapeError) -> Shape { inputs[0] }

        func counts(input: Shape, inputElements: Int, output: Shape) -> OperationCounts {
            // The operand is not read.
            OperationCounts(outputElements: output.elements)
        }

        func channelOrigins(of inputs: [Shape]) -> [[ChannelOrigin]] { [] }
        func kind(on input: Shape) -> Operation.Kind? { .zero }

        func planLine(_ step: PlanStep) -> PlanLine? { PlanLine("zero", [step.output.height, step.output.width, step.output.channels]) }

        func evaluate(_ operands: OperandValues) -> [Double] { [Double](repeating: 0, count: operands.images * operands.output.elements) }

        func serialise<Sink: WordSink>(into sink: inout Sink) { sink.take(18) }
    }
}
