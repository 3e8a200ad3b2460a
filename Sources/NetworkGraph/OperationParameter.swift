/// A tensor of numbers that an operation has.
public struct OperationParameter: Sendable, Hashable {
    /// How the numbers are set before training.
    public enum Initialisation: Sendable, Hashable {
        /// All 0.
        case zeros
        /// All 1.
        case ones
        /// Normal, around 0.
        case normal(deviation: Float)
        /// Uniform in -bound ... bound.
        case uniform(bound: Float)
    }

    /// `weight`, `bias`, `running_mean` or `running_var`: it stands behind the operation's name, as in a PyTorch state dictionary.
    public let name: String
    /// In PyTorch's order of dimensions: of convolutions outputs, inputs of a group, rows, columns; of dense layers outputs, inputs.
    public let dimensions: [Int]
    /// How the numbers are set before training.
    public let initialisation: Initialisation
    /// Gathered over the batches of training, not learnt.
    public let isStatistic: Bool

    init(_ name: String, _ dimensions: [Int], _ initialisation: Initialisation, isStatistic: Bool = false) {
        self.name = name
        self.dimensions = dimensions
        self.initialisation = initialisation
        self.isStatistic = isStatistic
    }
}
