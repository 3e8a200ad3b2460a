/// An operation's line in a plan for the C runtime (`runtimes/c`; docs/board-runtime.md): a word, the numbers of its tensors and its own,
/// and an activation where it does one in the same pass.
public struct PlanLine: Sendable, Hashable, CustomStringConvertible {
    public let word: String
    public let numbers: [Int]
    /// `none` where the operation could do one.
    public let activation: String?

    init(_ word: String, _ numbers: [Int], activation: String? = nil) {
        self.word = word
        self.numbers = numbers
        self.activation = activation
    }

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
    public let output: Shape
    /// What is done in the same pass.
    public let activation: Activation?

    public init(tensors: [Int], input: Shape, output: Shape, activation: Activation?) {
        (self.tensors, self.input, self.output, self.activation) = (tensors, input, output, activation)
    }

    /// The activation as a line names it.
    var activationWord: String { activation?.rawValue ?? "none" }
}
