extension Operation {
    /// Inverted dropout: nothing at inference.
    struct Dropout: OperationDefinition {
        let rate: Double

        var title: String { "dropout" }
        static let traits: OperationTraits = [.view, .transparent]

        func outputShape(of inputs: [Shape]) throws(ShapeError) -> Shape {
            guard rate >= 0, rate < 1 else { throw ShapeError("the rate of dropout must be at least 0 and less than 1, got \(rate)") }
            return inputs[0]
        }

        func counts(input: Shape, inputElements: Int, output: Shape) -> OperationCounts { OperationCounts() }

        func isIdentity(on input: Shape) -> Bool { rate == 0 }

        func kind(on input: Shape) -> Operation.Kind? { nil }

        func planLine(_ step: PlanStep) -> PlanLine? { nil }

        /// As at inference.
        func evaluate(_ operands: OperandValues) -> [Double] { operands.first }

        func serialise<Sink: WordSink>(into sink: inout Sink) {
            sink.take(16)
            sink.take(rate.bitPattern)
        }
    }
}
