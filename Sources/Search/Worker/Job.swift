public import NAS

/// What a worker is asked to do, complete in itself: it may run on another machine, long after it was written.
public struct Job: Sendable, Hashable, Codable, Identifiable {
    /// What is to be done with the candidate.
    public enum Kind: String, Sendable, Hashable, Codable {
        /// Train the candidate, measure it on the validation split, and write its weights.
        case train
        /// Read the weights and measure them on the test split.
        case test
    }

    /// Names run, trial and kind. A result is trusted because it carries this.
    public let id: String
    /// What is to be done.
    public let kind: Kind
    /// The number of the trial that it is done for.
    public let trial: Int
    /// The architecture's active choices by name.
    public let choices: [Choice]
    /// The architecture's short form, for messages.
    public let architecture: String
    /// How long the candidate is trained in all, what it goes on from included; a test job does not depend on it.
    public let fidelity: Fidelity
    /// What the learning rate's schedule is laid out for, at least `fidelity`; nil for `fidelity` itself.
    public var horizon: Fidelity?
    /// Shorter fidelities at which it is measured on its way, as trials that ended there were.
    public var milestones: [Fidelity] = []
    /// Number of the repetition, which the random streams depend on; 0 for the first training.
    public var replicate = 0
    /// The run's seed. Random streams are keyed by (seed, replicate, purpose).
    public let seed: UInt64
    /// Absolute path: written by a training job (whole or not at all: under another name, then renamed), read by a test job.
    public var weightsFile: String?
    /// Absolute path of the checkpoint inside the trial. It may exist: then the trial goes on from it.
    public var checkpointFile: String?
    /// The least time between two writes of the checkpoint, in seconds; nil for as often as the trainer does.
    public var checkpointSeconds: Double?
    /// Absolute path of another trial's weights, which this one begins with as far as they fit.
    public var inheritedFile: String?
    /// Absolute path of the state in which the same candidate's shorter training ended. Where it is not there, or not that, training
    /// begins anew, and comes to the same.
    public var startFile: String?
    /// Absolute path: where the state is to be written in which this training ends, for a longer one to go on from.
    public var stateFile: String?
    /// Epochs without a better validation accuracy after which training ends, with the best epoch's weights; nil for training to the end.
    /// Never in a search.
    public var patience: Int?
    /// Longest time the job may take, in seconds. It can only fail a trial, never shorten it.
    public var timeLimitSeconds: Double?

    /// Creates a job that reads and writes no files; these and the other variables are set afterwards.
    public init(id: String, kind: Kind, trial: Int, choices: [Choice], architecture: String, fidelity: Fidelity, seed: UInt64) {
        self.id = id
        self.kind = kind
        self.trial = trial
        self.choices = choices
        self.architecture = architecture
        self.fidelity = fidelity
        self.seed = seed
    }
}

extension Job {
    /// The most folds that a candidate is cross-validated by.
    public static let mostFolds = 20

    /// The training of the same candidate on one fold of a cross-validation, from 0: the first alone has the job's weights, each its own
    /// checkpoint and states. What others begin with is of the first fold, and has seen what the others are validated on.
    public func ofFold(_ fold: Int) -> Job {
        guard fold > 0 else { return self }
        var job = self
        (job.weightsFile, job.inheritedFile) = (nil, nil)
        job.checkpointFile = checkpointFile.map { FoldFile.path($0, fold: fold) }
        job.startFile = startFile.map { FoldFile.path($0, fold: fold) }
        job.stateFile = stateFile.map { FoldFile.path($0, fold: fold) }
        return job
    }
}
