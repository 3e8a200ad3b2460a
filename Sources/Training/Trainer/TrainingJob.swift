public import Foundation
public import NAS
public import NetworkGraph
public import Support

/// Everything that decides how one candidate is trained. Results are a pure function of it and of the data, but for
/// seconds and the limits, which can only fail it.
public struct TrainingJob: Sendable {
    /// The network; its result is one number a class.
    public var graph: InferredGraph
    /// How it is trained.
    public var recipe: TrainingRecipe
    /// What stands between the data and the network; its input is the graph's.
    public var frontEnd: FrontEnd
    /// The candidate's id: a checkpoint of another candidate is not taken up.
    public var candidateID: StableHash
    /// How long it is trained.
    public var fidelity: Fidelity
    /// What the learning rate's schedule is laid out for; `fidelity` if nil. A training that stops at less is the beginning of the one
    /// that does not.
    public var horizon: Fidelity?
    /// Shorter fidelities at which the network is measured too: where a training of the same horizon may have ended and gone on.
    public var milestones: [Fidelity] = []
    /// Seed, trial and replicate name the streams for initial weights, order, augmentation and dropout. The same candidate
    /// with the same three trains to the same bits.
    public var seed: UInt64
    /// Below 2^40. A caller that wants results not to depend on the number of the trial gives 0 always.
    public var trial: Int
    /// Below 2^24.
    public var replicate: Int
    /// What ends it as a failure; nothing but the machine's memory unless set.
    public var limits = TrainingLimits()
    /// Where a long training keeps its state; nil for nowhere.
    public var checkpoint: CheckpointPlan?
    /// A trained network's weights, which this one begins with as far as they fit (`WeightInheritance`); nil for none.
    public var inheritedFile: URL?
    /// The state in which a shorter training of the same horizon ended (its `stateFile`). Where there is none, or one of another
    /// candidate, seed, data set or engine, training begins anew.
    public var startFile: URL?
    /// Where the state goes in which the training ends; nil for nowhere.
    public var stateFile: URL?
    /// Where the final weights go (safetensors, PyTorch's order); nil for nowhere.
    public var weightsFile: URL?
    /// Epochs without a better validation accuracy after which training ends; the weights are then those of the best epoch, the earliest
    /// of equals. Nil for training to the end, whose weights are kept. Chooses by the validation images, so that their accuracy is no
    /// longer an estimate for others; not for a search.
    public var patience: Int?
    /// A point of the learning curve every so many steps; nil for one an epoch. The end always gives one.
    public var stepsPerPoint: Int?

    /// Creates a job for a candidate of a space.
    ///
    /// - Precondition: `trial` is from 0 to less than 2^40, `replicate` from 0 to less than 2^24.
    public init(candidate: Candidate, fidelity: Fidelity, seed: UInt64, trial: Int = 0, replicate: Int = 0) {
        self.init(
            graph: candidate.graph, recipe: candidate.recipe, frontEnd: candidate.frontEnd, candidateID: candidate.candidateID,
            fidelity: fidelity, seed: seed, trial: trial, replicate: replicate)
    }

    /// Creates a job from a network and what belongs to it.
    ///
    /// - Precondition: `trial` is from 0 to less than 2^40, `replicate` from 0 to less than 2^24.
    public init(
        graph: InferredGraph, recipe: TrainingRecipe, frontEnd: FrontEnd, candidateID: StableHash, fidelity: Fidelity, seed: UInt64,
        trial: Int = 0, replicate: Int = 0
    ) {
        precondition((0..<1 << 40).contains(trial) && (0..<1 << 24).contains(replicate))
        self.graph = graph
        self.recipe = recipe
        self.frontEnd = frontEnd
        self.candidateID = candidateID
        self.fidelity = fidelity
        self.seed = seed
        self.trial = trial
        self.replicate = replicate
    }

    /// Trial and replicate in the one number that random streams take.
    var stream: UInt64 { UInt64(trial) | UInt64(replicate) << 40 }
}

/// What ends a training as a failure. Never part of a fidelity: a result does not depend on the machine's speed.
public struct TrainingLimits: Sendable, Hashable {
    /// Seconds of training, those before an interruption included; nil for any number.
    public var seconds: Double?
    /// Bytes of the network's own buffers: parameters, gradients, moments, activations; nil for as many as the machine has.
    public var memoryBytes: Int?

    /// Creates limits.
    public init(seconds: Double? = nil, memoryBytes: Int? = nil) {
        self.seconds = seconds
        self.memoryBytes = memoryBytes
    }
}

/// Where and how often the state of a training is kept. The file also outlives the training's end, so that a result which
/// was lost on its way is found again at once; whoever has stored the result removes it.
public struct CheckpointPlan: Sendable, Hashable {
    /// The file that the state is kept in.
    public var file: URL
    /// The least time between two writes while training runs, in seconds. A stop is written at once.
    public var everySeconds: Double

    /// Creates a plan for a checkpoint in a file.
    public init(file: URL, everySeconds: Double = 30) {
        self.file = file
        self.everySeconds = everySeconds
    }
}
