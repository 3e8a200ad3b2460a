public import NetworkGraph

/// A network as the C runtime takes it: text, an operation a line, each making the next tensor (docs/board-runtime.md).
/// Batch norm is folded into what makes its operand and activations are fused; weights are made on the board from the seed.
public struct BoardPlan: Sendable, Hashable {
    public enum Precision: String, Sendable, Hashable, Codable, CaseIterable { case fp32 = "f32", int8 = "i8" }

    public let name: String
    /// From `network` to `end`.
    public let text: String
    /// What makes each tensor.
    let steps: [Step]

    /// An operation and the tensors that it reads.
    struct Step: Sendable, Hashable {
        let operation: Operation
        let operands: [Int]
    }

    /// - Parameters:
    ///   - name: without white space.
    ///   - graph: as it is executed: nothing in it is unused.
    public init(name: String, graph: InferredGraph, precision: Precision, seed: UInt64) {
        precondition(!name.isEmpty && !name.contains { $0.isWhitespace })
        self.name = name
        var writer = PlanWriter(graph)
        let lines = writer.lines()
        steps = writer.steps
        text = (["network \(name) \(precision.rawValue) \(seed)"] + lines + ["end"]).joined(separator: "\n") + "\n"
    }
}

extension Sequence<BoardPlan> {
    /// A file of plans.
    public var fileText: String { "nas-plan 1\n" + map(\.text).joined() }
}
