internal import Foundation

/// Functions of one number. Raw values are the names in search spaces.
public enum Activation: String, Sendable, Hashable, Codable, CaseIterable {
    /// max(x, 0).
    case relu
    /// min(max(x, 0), 6).
    case relu6
    /// x * hardSigmoid(x) (Howard et al., MobileNetV3, 2019).
    case hardSwish = "hard_swish"
    /// clamp(x / 6 + 1/2, 0, 1), as in PyTorch.
    case hardSigmoid = "hard_sigmoid"
    /// 1 / (1 + exp(-x)).
    case sigmoid
    /// The hyperbolic tangent.
    case tanh
    /// x * Phi(x) with the exact normal distribution function, PyTorch's default.
    case gelu

    /// The number of the function in every stored id: never renumber, only add.
    private var code: Int {
        switch self {
        case .relu: 0
        case .relu6: 1
        case .hardSwish: 2
        case .hardSigmoid: 3
        case .sigmoid: 4
        case .tanh: 5
        case .gelu: 6
        }
    }
}

extension Activation: OperationDefinition {
    var title: String { "an activation" }
    static let traits: OperationTraits = [.activation, .inPlace, .overwritesOperand, .transparent]

    func outputShape(of inputs: [Shape]) throws(ShapeError) -> Shape { inputs[0] }

    func counts(input: Shape, inputElements: Int, output: Shape) -> OperationCounts {
        OperationCounts(
            elementwiseOperations: output.elements, inputElements: inputElements, outputElements: output.elements)
    }

    func kind(on input: Shape) -> Operation.Kind? { .activation }

    func planLine(_ step: PlanStep) -> PlanLine? { PlanLine("activation", step.tensors, activation: rawValue) }

    func evaluate(_ operands: OperandValues) -> [Double] { operands.first.map(value) }

    private func value(_ x: Double) -> Double {
        switch self {
        case .relu: max(x, 0)
        case .relu6: min(max(x, 0), 6)
        case .hardSigmoid: min(max(x / 6 + 0.5, 0), 1)
        case .hardSwish: x * min(max(x / 6 + 0.5, 0), 1)
        case .sigmoid: 1 / (1 + exp(-x))
        case .tanh: Foundation.tanh(x)
        case .gelu: x * 0.5 * erfc(-x / 2.0.squareRoot())
        }
    }

    func serialise<Sink: WordSink>(into sink: inout Sink) { sink.take(100 + code) }
}
