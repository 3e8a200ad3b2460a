public import NetworkGraph

/// A network as the C runtime takes it: text, an operation a line, each making the next tensor (docs/board-runtime.md).
/// Batch norm is folded into what makes its operand and activations are fused; weights are made on the board from the seed.
public struct BoardPlan: Sendable, Hashable {
    /// The arithmetic that the network is run in. Raw values are the words of a plan.
    public enum Precision: String, Sendable, Hashable, Codable, CaseIterable {
        /// 32-bit floating point.
        case fp32 = "f32"
        /// 8-bit integers, with scales and zero points that are made up.
        case int8 = "i8"
    }

    /// What the network is called in the plan and in the runtime's results; without white space.
    public let name: String
    /// The plan's lines from `network` to `end`, each ended by a line break.
    public let text: String
    /// What makes each tensor.
    let steps: [Step]

    /// An operation and the tensors that it reads.
    struct Step: Sendable, Hashable {
        let operation: Operation
        let operands: [Int]
    }

    /// Writes the plan of a network.
    ///
    /// - Parameters:
    ///   - name: what the network is called; not empty, and without white space.
    ///   - graph: as it is executed: nothing in it is unused, as in a canonical graph.
    ///   - precision: the arithmetic that it is run in.
    ///   - seed: what weights and the input are made from on the board.
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
    /// The text of a file that holds these plans: what the C runtime reads.
    public var fileText: String { "nas-plan 1\n" + map(\.text).joined() }
}
