public import CostModel
public import NAS
public import NetworkGraph
public import Support

/// What a search needs of a space: architectures, and the candidate that follows from each.
public protocol CandidateSpace: Sendable {
    func sample(using random: inout RandomStream) -> Architecture
    func mutate(_ architecture: Architecture, using random: inout RandomStream) -> Architecture
    func crossover(_ first: Architecture, _ second: Architecture, using random: inout RandomStream) -> Architecture
    /// Every change of one decision, always in the same order.
    func neighbours(of architecture: Architecture) -> [Architecture]
    func candidate(for architecture: Architecture) throws(Diagnostic) -> Candidate
    func choices(of architecture: Architecture) -> [Choice]
    func architecture(choices: [Choice]) throws(Diagnostic) -> Architecture
    func architecture(shortForm: String) throws(Diagnostic) -> Architecture
    /// Whether two candidates may have the same network, trained in different ways.
    var hasTrainingChoices: Bool { get }
    /// What estimates many architectures without building the network of each; nil where there is no such way.
    func architectureEstimator(_ estimator: any CostEstimator) -> ArchitectureEstimator?
}

extension CandidateSpace {
    public func architectureEstimator(_ estimator: any CostEstimator) -> ArchitectureEstimator? { nil }
}

/// A search space for one task.
public struct TaskSpace: CandidateSpace {
    public let space: SearchSpace
    public let task: TaskShape

    public init(_ space: SearchSpace, task: TaskShape) {
        self.space = space
        self.task = task
    }

    public func sample(using random: inout RandomStream) -> Architecture { space.sample(using: &random) }

    public func mutate(_ architecture: Architecture, using random: inout RandomStream) -> Architecture {
        space.mutate(architecture, using: &random)
    }

    public func crossover(_ first: Architecture, _ second: Architecture, using random: inout RandomStream) -> Architecture {
        space.crossover(first, second, using: &random)
    }

    public func neighbours(of architecture: Architecture) -> [Architecture] { space.neighbours(of: architecture) }

    public func architectureEstimator(_ estimator: any CostEstimator) -> ArchitectureEstimator? {
        try? ArchitectureEstimator(space, task: task, estimator: estimator)
    }

    public var hasTrainingChoices: Bool { space.hasTrainingChoices }

    public func candidate(for architecture: Architecture) throws(Diagnostic) -> Candidate {
        try space.candidate(for: architecture, task: task)
    }

    public func choices(of architecture: Architecture) -> [Choice] {
        space.choices(of: architecture).map { Choice(decision: $0.decision, option: $0.option) }
    }

    public func architecture(choices: [Choice]) throws(Diagnostic) -> Architecture {
        try space.architecture(choices: choices.map { (decision: $0.decision, option: $0.option) })
    }

    public func architecture(shortForm: String) throws(Diagnostic) -> Architecture { try space.architecture(shortForm: shortForm) }
}
