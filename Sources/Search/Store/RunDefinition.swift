public import NAS
public import NetworkGraph
public import Support

/// Everything that makes a run what it is: with the trials, all that is needed to go on.
public struct RunDefinition: Sendable, Hashable {
    public struct Space: Sendable, Hashable {
        public let name: String
        public let fileName: String
        public let text: String
        public let hash: StableHash
        /// What the numbers of its architectures mean.
        public let decisions: [Decision]

        public init(name: String, fileName: String, text: String, hash: StableHash, decisions: [Decision]) {
            self.name = name
            self.fileName = fileName
            self.text = text
            self.hash = hash
            self.decisions = decisions.map { Decision(name: $0.name, options: $0.options) }
        }

        public init(_ space: SearchSpace) {
            self.init(name: space.name, fileName: space.fileName, text: space.text, hash: space.hash, decisions: space.decisions)
        }
    }

    public struct Data: Sendable, Hashable {
        /// A name or a path, as the user gave it.
        public let name: String
        public let fingerprint: String
        public let task: TaskShape

        public init(name: String, fingerprint: String, task: TaskShape) {
            self.name = name
            self.fingerprint = fingerprint
            self.task = task
        }
    }

    /// What the bits of an accuracy depend on besides the seed.
    public struct Engine: Sendable, Hashable {
        public let version: String
        /// `x86-64-v3`, `portable` ...
        public let kernelClass: String
        /// The core OpenBLAS has chosen its kernels for: `Haswell`.
        public let blasCore: String

        public init(version: String, kernelClass: String, blasCore: String) {
            self.version = version
            self.kernelClass = kernelClass
            self.blasCore = blasCore
        }
    }

    public var space: Space
    public var data: Data
    /// The boards that the networks are for, at least one; each has a front of its own, and a strategy learns what networks cost on the
    /// first.
    public var boards: [RunBoard] {
        didSet { precondition(!boards.isEmpty, "a run is for at least one board") }
    }
    /// What the fronts are of, at least one.
    public var objectives: [Objective]
    public var strategy: String
    public var strategySettings: [String: Double] = [:]
    public var seed: UInt64 = 1
    /// Proposal i sees exactly the results of trials 0 ... i - lookahead - 1. At least as many workers as that plus one
    /// can be busy.
    public var lookahead = 8 {
        didSet { precondition(lookahead >= 0) }
    }
    /// To which candidates are trained for the front.
    public var fidelity: Fidelity
    public var plan = TrainingPlan()
    /// How much the search is to train, in trainings to the run's fidelity: with one fidelity, the number of its trials. A resumed run
    /// may be given more.
    public var trials: Int
    public var engine: Engine
    /// Sent to each worker, in a form that the evaluator's maker defines; part of the run.
    public var context = "{}"

    /// - Parameters:
    ///   - boards: at least one.
    ///   - objectives: at least one.
    public init(
        space: Space, data: Data, boards: [RunBoard], objectives: [Objective], strategy: String, fidelity: Fidelity, trials: Int,
        engine: Engine
    ) {
        precondition(trials >= 0 && !boards.isEmpty && !objectives.isEmpty)
        self.space = space
        self.data = data
        self.boards = boards
        self.objectives = objectives
        self.strategy = strategy
        self.fidelity = fidelity
        self.trials = trials
        self.engine = engine
    }
}
