public import CostModel
public import NAS
public import NetworkGraph
public import Support

/// What a search needs of a space: architectures, and the candidate that follows from each.
public protocol CandidateSpace: Sendable {
    /// Returns an architecture drawn at random.
    func sample(using random: inout RandomStream) -> Architecture
    /// Returns an architecture that differs in one decision, drawn at random; the same one where nothing can be changed.
    func mutate(_ architecture: Architecture, using random: inout RandomStream) -> Architecture
    /// Returns an architecture that takes each decision from one of two parents.
    func crossover(_ first: Architecture, _ second: Architecture, using random: inout RandomStream) -> Architecture
    /// Returns every architecture that differs in one decision, always in the same order.
    func neighbours(of architecture: Architecture) -> [Architecture]
    /// Builds an architecture's network, with its training recipe and its ids.
    ///
    /// - Throws: a `Diagnostic` where the architecture is not of this space, or its network cannot be built.
    func candidate(for architecture: Architecture) throws(Diagnostic) -> Candidate
    /// Returns an architecture's active choices by name, in the order of the file.
    func choices(of architecture: Architecture) -> [Choice]
    /// Returns the architecture with these choices.
    ///
    /// - Throws: a `Diagnostic` where the space has no such architecture.
    func architecture(choices: [Choice]) throws(Diagnostic) -> Architecture
    /// Reads a short form, such as `0-2-.-1`.
    ///
    /// - Throws: a `Diagnostic` where it is none of this space's.
    func architecture(shortForm: String) throws(Diagnostic) -> Architecture
    /// Whether two candidates may have the same network, trained in different ways.
    var hasTrainingChoices: Bool { get }
    /// Returns what estimates many architectures without building the network of each; nil where there is no such way.
    func architectureEstimator(_ estimator: any CostEstimator) -> ArchitectureEstimator?
}

extension CandidateSpace {
    /// Returns nil: each network has to be built.
    public func architectureEstimator(_ estimator: any CostEstimator) -> ArchitectureEstimator? { nil }
}

/// A search space for one task.
public struct TaskSpace: CandidateSpace {
    /// The search space.
    public let space: SearchSpace
    /// The shape of an example, and the number of classes.
    public let task: TaskShape

    /// Creates the space of networks for a task.
    public init(_ space: SearchSpace, task: TaskShape) {
        self.space = space
        self.task = task
    }

    /// Returns an architecture in which every option of an active decision was equally likely.
    public func sample(using random: inout RandomStream) -> Architecture { space.sample(using: &random) }

    /// Returns an architecture that differs in one active decision, drawn at random; the same one where nothing can be changed.
    public func mutate(_ architecture: Architecture, using random: inout RandomStream) -> Architecture {
        space.mutate(architecture, using: &random)
    }

    /// Returns an architecture that takes each decision from one of two parents; what neither has is drawn.
    public func crossover(_ first: Architecture, _ second: Architecture, using random: inout RandomStream) -> Architecture {
        space.crossover(first, second, using: &random)
    }

    /// Returns every architecture that differs in one decision, in the order of decisions and options.
    public func neighbours(of architecture: Architecture) -> [Architecture] { space.neighbours(of: architecture) }

    /// Returns an estimator that adds up the costs of a network's pieces; nil where the task does not fit the space.
    public func architectureEstimator(_ estimator: any CostEstimator) -> ArchitectureEstimator? {
        try? ArchitectureEstimator(space, task: task, estimator: estimator)
    }

    /// Whether the file leaves something of the training open, so that candidates may share a network.
    public var hasTrainingChoices: Bool { space.hasTrainingChoices }

    /// Builds an architecture's network, with its training recipe and its ids.
    ///
    /// - Throws: a `Diagnostic` where the architecture is not of this space, or the task does not fit.
    public func candidate(for architecture: Architecture) throws(Diagnostic) -> Candidate {
        try space.candidate(for: architecture, task: task)
    }

    /// Returns an architecture's active choices by name, in the order of the file.
    public func choices(of architecture: Architecture) -> [Choice] {
        space.choices(of: architecture).map { Choice(decision: $0.decision, option: $0.option) }
    }

    /// Returns the architecture with these choices, in any order.
    ///
    /// - Throws: a `Diagnostic` for an unknown name, a decision given twice or missing, or one that is not active.
    public func architecture(choices: [Choice]) throws(Diagnostic) -> Architecture {
        try space.architecture(choices: choices.map { (decision: $0.decision, option: $0.option) })
    }

    /// Reads a short form, such as `0-2-.-1`.
    ///
    /// - Throws: a `Diagnostic` where the length, an option, or what is active does not fit the space.
    public func architecture(shortForm: String) throws(Diagnostic) -> Architecture { try space.architecture(shortForm: shortForm) }
}
