public import NetworkGraph
public import Support

/// One place in a space file where something is left open, and the options it has.
public struct Decision: Sendable, Hashable {
    /// Its name in listings and in the store: `stages[1].blocks[0].kernel`, or the name of a shared choice.
    public let name: String
    /// What the options are called in the file, in its order; distinct.
    public let options: [String]
    /// Where the file leaves it open; nil where that is not known.
    public let location: SourceLocation?

    /// Creates a decision from its name and the names of its options.
    public init(name: String, options: [String], location: SourceLocation? = nil) {
        self.name = name
        self.options = options
        self.location = location
    }
}

/// One option for every decision of a space, in the order of the file; nil where the decision is not active (its block
/// is not there). Made by `SearchSpace`, which knows what the numbers mean.
public struct Architecture: Sendable, Hashable, CustomStringConvertible {
    /// For each decision the index of its option in `Decision.options`; nil where the decision is not active.
    public let options: [Int?]

    /// Creates an architecture. Whether it is one of a space is checked where the space takes it.
    public init(options: [Int?]) { self.options = options }

    /// The short form: `0-2-.-1`.
    public var description: String { options.map { $0.map(String.init) ?? "." }.joined(separator: "-") }
}

/// An architecture with all that follows from it for a task: the network, how to train it, and its ids.
public struct Candidate: Sendable {
    /// The options that it follows from.
    public let architecture: Architecture
    /// The canonical graph: what is trained, costed and exported.
    public let graph: InferredGraph
    /// How it is trained.
    public let recipe: TrainingRecipe
    /// Input, resolution and precision: what stands between the data and the first operation.
    public let frontEnd: FrontEnd
    /// Names the canonical graph with its front end: what costs are cached by.
    public let networkID: StableHash
    /// Names network and training recipe: what must not be trained twice.
    public let candidateID: StableHash

    /// Creates a candidate from its parts as they are; `SearchSpace.candidate(for:task:)` works them out.
    public init(
        architecture: Architecture, graph: InferredGraph, recipe: TrainingRecipe, frontEnd: FrontEnd, networkID: StableHash,
        candidateID: StableHash
    ) {
        self.architecture = architecture
        self.graph = graph
        self.recipe = recipe
        self.frontEnd = frontEnd
        self.networkID = networkID
        self.candidateID = candidateID
    }
}
