/// One kind of operation: all that shape inference, counting, memory, fusion and ids have to know of it. Each has a file of its own beside
/// this one; `Operation` hands every question on to the definition of its case.
protocol OperationDefinition: Sendable, Hashable {
    /// What it is called in messages: `a convolution`.
    var title: String { get }
    static var operandCount: ClosedRange<Int> { get }
    static var traits: OperationTraits { get }
    /// How a kernel moves over the operand.
    var window: SlidingWindow { get }
    /// Whether it adds a number of its own to every channel.
    var hasBias: Bool { get }

    /// The shape of the result. The operands are valid, and as many as `operandCount` says.
    func outputShape(of inputs: [Shape]) throws(ShapeError) -> Shape

    /// How a runtime's work on it is to be classed; nil where there is none.
    ///
    /// - Parameter input: the first operand's shape; the result's where there is none.
    func kind(on input: Shape) -> Operation.Kind?

    /// What it computes, holds and moves; the kind is `kind(on:)`'s.
    ///
    /// - Parameters:
    ///   - input: the first operand's shape.
    ///   - inputElements: of all operands together.
    func counts(input: Shape, inputElements: Int, output: Shape) -> OperationCounts

    /// The tensors of numbers that it has, learnt or gathered, in the order in which they are drawn and stored.
    ///
    /// - Parameter input: the first operand's shape.
    func parameters(of input: Shape) -> [OperationParameter]

    /// For each channel of the result the channels of the operands that it is made of: what is mixed by weights is not asked. Nothing for
    /// the input and for zeros. A gate lets all through: a product is made of its first operand.
    func channelOrigins(of inputs: [Shape]) -> [[ChannelOrigin]]

    /// Whether the result is the one operand, whatever its numbers are.
    func isIdentity(on input: Shape) -> Bool

    /// Its line in a plan for the C runtime; nil where the result is the operand as it lies.
    func planLine(_ step: PlanStep) -> PlanLine?

    /// What it computes, by its textbook definition, one number at a time: what kernels, runtimes and exporters are held to.
    func evaluate(_ operands: OperandValues) -> [Double]

    /// Passes on everything that makes this operation differ from another: a word that no other operation begins with, then its numbers, so
    /// that of two different operations neither's words begin the other's.
    ///
    /// The first words are part of every stored id: never renumber, only add.
    func serialise<Sink: WordSink>(into sink: inout Sink)
}

extension OperationDefinition {
    static var operandCount: ClosedRange<Int> { 1...1 }
    var window: SlidingWindow { SlidingWindow(square: 1) }
    var hasBias: Bool { false }
    func parameters(of input: Shape) -> [OperationParameter] { [] }
    func isIdentity(on input: Shape) -> Bool { false }
    func channelOrigins(of inputs: [Shape]) -> [[ChannelOrigin]] { ChannelOrigin.same(inputs) }
}

/// What the rest of the program distinguishes operations by.
public struct OperationTraits: OptionSet, Sendable {
    /// The traits as bits.
    public let rawValue: UInt16

    /// Creates a set of traits from its bits.
    public init(rawValue: UInt16) { self.rawValue = rawValue }

    /// A convolution or a dense layer: what the multiply-accumulates of a network are in.
    public static let product = OperationTraits(rawValue: 1 << 0)
    /// Scales and shifts each channel, by constants at inference: folds into a product or another norm.
    public static let norm = OperationTraits(rawValue: 1 << 1)
    /// An activation function: may run in the same pass as what computes its operand.
    public static let activation = OperationTraits(rawValue: 1 << 2)
    /// Can run an activation in the same pass.
    public static let takesActivation = OperationTraits(rawValue: 1 << 3)
    /// The same numbers under another name at inference.
    public static let view = OperationTraits(rawValue: 1 << 4)
    /// One number in, one number out at the same place (softmax: row by row), so that it can run on its operand's memory.
    public static let inPlace = OperationTraits(rawValue: 1 << 5)
    /// The result may overwrite an operand of its size.
    public static let overwritesOperand = OperationTraits(rawValue: 1 << 6)
    /// Stands behind nearly every product and may become part of it: what tells networks apart looks through it.
    public static let transparent = OperationTraits(rawValue: 1 << 7)
    /// A maximum or a mean over windows.
    public static let pool = OperationTraits(rawValue: 1 << 8)
    /// Computes each place of the result from a window of places.
    public static let windowed = OperationTraits(rawValue: 1 << 9)
    /// Has parameters that are learnt.
    public static let learns = OperationTraits(rawValue: 1 << 10)
}
