public import CostModel
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
    public var target: Target
    /// Of the estimator: what estimates are cached by.
    public var profileHash: StableHash
    public var budget: Budget
    public var mission: Mission?
    /// Boards that the same networks are for besides, each with a front of its own.
    public var furtherBoards: [RunBoard] = []
    /// What the run's own front is of.
    public var objectives: [Objective]
    public var strategy: String
    public var strategySettings: [String: Double]
    public var seed: UInt64
    /// Proposal i sees exactly the results of trials 0 ... i - lookahead - 1. At least as many workers as that plus one
    /// can be busy.
    public var lookahead: Int
    /// To which candidates are trained for the front.
    public var fidelity: Fidelity
    public var plan = TrainingPlan()
    /// How much the search is to train, in trainings to the run's fidelity: with one fidelity, the number of its trials. A resumed run
    /// may be given more.
    public var trials: Int
    public var engine: Engine
    /// Sent to each worker, in a form that the evaluator's maker defines; part of the run.
    public var context: String

    public init(
        space: Space, data: Data, target: Target, profileHash: StableHash, budget: Budget, mission: Mission? = nil,
        objectives: [Objective], strategy: String, strategySettings: [String: Double] = [:], seed: UInt64, lookahead: Int = 8,
        fidelity: Fidelity, trials: Int, engine: Engine, context: String = "{}"
    ) {
        precondition(lookahead >= 0 && trials >= 0 && !objectives.isEmpty)
        self.space = space
        self.data = data
        self.target = target
        self.profileHash = profileHash
        self.budget = budget
        self.mission = mission
        self.objectives = objectives
        self.strategy = strategy
        self.strategySettings = strategySettings
        self.seed = seed
        self.lookahead = lookahead
        self.fidelity = fidelity
        self.trials = trials
        self.engine = engine
        self.context = context
    }
}
