public import NAS
public import NetworkGraph
public import Support

/// Everything that makes a run what it is: with the trials, all that is needed to go on.
public struct RunDefinition: Sendable, Hashable {
    /// The search space, as the run keeps it.
    public struct Space: Sendable, Hashable {
        /// The name that the space's file gives it.
        public let name: String
        /// The file that it was read from.
        public let fileName: String
        /// The file's YAML.
        public let text: String
        /// A hash of the parsed space: comments, formatting and `defaults:` do not matter.
        public let hash: StableHash
        /// The decisions, in the order of the file: what the numbers in its architectures' short forms mean.
        public let decisions: [Decision]

        /// Creates a space from its stored parts. Of the decisions, names and options are kept.
        public init(name: String, fileName: String, text: String, hash: StableHash, decisions: [Decision]) {
            self.name = name
            self.fileName = fileName
            self.text = text
            self.hash = hash
            self.decisions = decisions.map { Decision(name: $0.name, options: $0.options) }
        }

        /// Takes what a run keeps from a space that was read.
        public init(_ space: SearchSpace) {
            self.init(name: space.name, fileName: space.fileName, text: space.text, hash: space.hash, decisions: space.decisions)
        }
    }

    /// The data set that networks are trained on.
    public struct Data: Sendable, Hashable {
        /// A name or a path, as the user gave it.
        public let name: String
        /// A hash of the data set's content.
        public let fingerprint: String
        /// The shape of an example, and the number of classes.
        public let task: TaskShape
        /// How many examples of each class there are; nil in a database of before that no search has continued since.
        public var classCounts: ClassCounts?

        /// Creates a data set from its stored parts.
        public init(name: String, fingerprint: String, task: TaskShape, classCounts: ClassCounts? = nil) {
            self.name = name
            self.fingerprint = fingerprint
            self.task = task
            self.classCounts = classCounts
        }

        /// Whether accuracy is beside the point where it is known: the commonest class of a part has over twice its share.
        public var isImbalanced: Bool { classCounts?.imbalanced != nil }
    }

    /// What the bits of an accuracy depend on besides the seed.
    public struct Engine: Sendable, Hashable {
        /// The version of the training's arithmetic, raised whenever the same job may give other bits.
        public let version: String
        /// The class of CPU that the kernels are built for, such as `x86-64-v3` or `portable`.
        public let kernelClass: String
        /// The core that OpenBLAS has chosen its kernels for, such as `Haswell`.
        public let blasCore: String

        /// Creates an engine's identity.
        public init(version: String, kernelClass: String, blasCore: String) {
            self.version = version
            self.kernelClass = kernelClass
            self.blasCore = blasCore
        }
    }

    /// The search space.
    public var space: Space
    /// The data set.
    public var data: Data
    /// The boards that the networks are for, at least one; each has a front of its own, and a strategy learns what networks cost on the
    /// first.
    public var boards: [RunBoard] {
        didSet { precondition(!boards.isEmpty, "a run is for at least one board") }
    }
    /// What the search is for and its fronts compare, at least one.
    public var objectives: [Objective]
    /// The strategy's name in a `StrategyCatalog`.
    public var strategy: String
    /// The settings that were given for the strategy, by name; the others have its defaults.
    public var strategySettings: [String: Double] = [:]
    /// The seed of all that is random.
    public var seed: UInt64 = 1
    /// Proposal i sees exactly the results of trials 0 ... i - lookahead - 1. At least as many workers as that plus one
    /// can be busy.
    public var lookahead = 8 {
        didSet { precondition(lookahead >= 0) }
    }
    /// How long candidates are trained that may be on the front.
    public var fidelity: Fidelity
    /// How the training is spent: shorter fidelities, and training the best anew.
    public var plan = TrainingPlan()
    /// How much the search is to train, in trainings to the run's fidelity: with one fidelity, the number of its trials. A resumed run
    /// may be given more.
    public var trials: Int
    /// The engine that the run began with.
    public var engine: Engine
    /// Sent to each worker, in a form that the evaluator's maker defines; part of the run.
    public var context = "{}"

    /// Creates a run with seed 1, a lookahead of 8, one fidelity and the strategy's defaults.
    ///
    /// - Parameters:
    ///   - space: the search space.
    ///   - data: the data set.
    ///   - boards: at least one.
    ///   - objectives: at least one.
    ///   - strategy: the strategy's name.
    ///   - fidelity: how long a candidate is trained.
    ///   - trials: the training budget, in full trainings; at least 1.
    ///   - engine: what trains the candidates.
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
