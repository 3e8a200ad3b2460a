internal import Foundation

extension Operation {
    /// Softmax over the channels of each position.
    struct Softmax: OperationDefinition {
        var title: String { "softmax" }
        static let traits: OperationTraits = [.inPlace, .overwritesOperand]

        func outputShape(of inputs: [Shape]) throws(ShapeError) -> Shape { inputs[0] }

        func counts(input: Shape, inputElements: Int, output: Shape) -> OperationCounts {
            OperationCounts(
                elementwiseOperations: 3 * output.elements, inputElements: inputElements,
                outputElements: output.elements)
        }

        func kind(on input: Shape) -> Operation.Kind? { .softmax }

        func planLine(_ step: PlanStep) -> PlanLine? { PlanLine("softmax", step.tensors) }

        func evaluate(_ operands: OperandValues) -> [Double] {
            operands.eachPosition { row in
                let values = row.map { exp($0) }
                let sum = values.reduce(0, +)
                return values.map { $0 / sum }
            }
        }

        func serialise<Sink: WordSink>(into sink: inout Sink) { sink.take(19) }
    }
}
