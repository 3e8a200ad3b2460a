/// An operation's line in a plan for the C runtime (`runtimes/c`; docs/board-runtime.md): a word, the numbers of its tensors and its own,
/// and an activation where it does one in the same pass.
public struct PlanLine: Sendable, Hashable, CustomStringConvertible {
    /// The operation's word in a plan, such as `conv`.
    public let word: String
    /// The numbers behind the word, in the order of docs/board-runtime.md: those of the operands' tensors, and the operation's own.
    public let numbers: [Int]
    /// The line's last word: the activation that is done in the same pass, or `none`; nil where the operation takes none.
    public let activation: String?

    init(_ word: String, _ numbers: [Int], activation: String? = nil) {
        self.word = word
        self.numbers = numbers
        self.activation = activation
    }

    /// The line as it stands in a plan, without a line break.
    public var description: String {
        ([word] + numbers.map { String($0) } + (activation.map { [$0] } ?? [])).joined(separator: " ")
    }
}

/// What an operation's line is written from.
public struct PlanStep: Sendable {
    /// Numbers of the operands' tensors.
    public let tensors: [Int]
    /// The first operand's shape; the result's where there is none.
    public let input: Shape
    /// The result's shape.
    public let output: Shape
    /// What is done in the same pass.
    public let activation: Activation?

    /// Creates what an operation's line is written from.
    public init(tensors: [Int], input: Shape, output: Shape, activation: Activation?) {
        (self.tensors, self.input, self.output, self.activation) = (tensors, input, output, activation)
    }

    /// The activation as a line names it.
    var activationWord: String { activation?.rawValue ?? "none" }
}
