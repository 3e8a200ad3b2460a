extension Operation {
    /// What a network reads: its first node.
    struct Input: OperationDefinition {
        var title: String { "the input" }
        static let operandCount = 0...0
        static let traits: OperationTraits = []

        func outputShape(of inputs: [Shape]) throws(ShapeError) -> Shape {
            throw ShapeError("a network has one input, which is its first node")
        }

        func counts(input: Shape, inputElements: Int, output: Shape) -> OperationCounts { OperationCounts() }

        func kind(on input: Shape) -> Operation.Kind? { nil }

        func planLine(_ step: PlanStep) -> PlanLine? { nil }

        func evaluate(_ operands: OperandValues) -> [Double] { preconditionFailure("the input is given") }

        func channelOrigins(of inputs: [Shape]) -> [[ChannelOrigin]] { [] }

        func serialise<Sink: WordSink>(into sink: inout Sink) { sink.take(1) }
    }
}
