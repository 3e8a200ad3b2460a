public import Datasets
public import NAS
public import NetworkGraph
public import Support
public import Training

/// What a model folder's `model.json` says of a trained network: everything but its weights (docs/model-folder.md).
public struct ModelDescription: Sendable, Codable {
    /// What stands between an example and the network.
    public struct Input: Sendable, Hashable, Codable {
        /// What an example is: a picture, a series, a row of a table, a text.
        public let kind: ExampleKind
        /// What the channels of a series or the columns of a table are; nil for pictures and texts.
        public let features: FeatureColumns?
        /// Examples of the data that the network was trained on: rows, columns, channels.
        public let examples: [Int]
        /// What the network takes, and how an example comes to that.
        public let frontEnd: FrontEnd
        /// What brings the numbers of each channel to mean 0 and deviation 1.
        public let normalisation: Normalisation
    }

    /// Where the network comes from.
    public struct Architecture: Sendable, Hashable, Codable {
        /// One decision of the space with the option that was taken.
        public struct Choice: Sendable, Hashable, Codable {
            /// The decision's name.
            public let decision: String
            /// The name of the option.
            public let option: String

            /// Creates a choice from the names of a decision and an option.
            public init(decision: String, option: String) { (self.decision, self.option) = (decision, option) }
        }

        /// The name of the search space.
        public let space: String
        /// The space's hash.
        public let spaceHash: StableHash
        /// The architecture in short form.
        public let shortForm: String
        /// Its active choices, in the order of the space.
        public let choices: [Choice]
        /// The id of the canonical network.
        public let networkID: StableHash
        /// The file name of the search's database; nil where the architecture was given by hand.
        public let run: String?
        /// The number of the trial there.
        public let trial: Int?

        private enum CodingKeys: String, CodingKey {
            case space, spaceHash, shortForm, choices, run, trial
            // As snake case comes back.
            case networkID = "networkId"
        }

        /// Creates the description of where a network comes from.
        public init(
            space: String, spaceHash: StableHash, shortForm: String, choices: [Choice], networkID: StableHash, run: String?, trial: Int?
        ) {
            (self.space, self.spaceHash, self.shortForm, self.choices) = (space, spaceHash, shortForm, choices)
            (self.networkID, self.run, self.trial) = (networkID, run, trial)
        }
    }

    /// How the weights came about.
    public struct Recipe: Sendable, Hashable, Codable {
        /// Optimizer, schedule, augmentation and the rest.
        public let recipe: TrainingRecipe
        /// Passes over the training examples; nil where the length was given in steps.
        public let epochs: Int?
        /// Optimizer steps; nil where the length was given in epochs.
        public let steps: Int?
        /// The seed of the random streams.
        public let seed: UInt64
        /// Which of the trainings the weights are of, from 1.
        public let replicate: Int
        /// Epochs without a better validation accuracy after which training ended; nil where there was no such limit, and validation
        /// examples were trained on.
        public let patience: Int?

        /// Creates the description of a training.
        public init(recipe: TrainingRecipe, fidelity: Fidelity, seed: UInt64, replicate: Int, patience: Int?) {
            self.recipe = recipe
            switch fidelity {
            case .epochs(let count): (epochs, steps) = (count, nil)
            case .steps(let count): (epochs, steps) = (nil, count)
            }
            (self.seed, self.replicate, self.patience) = (seed, replicate, patience)
        }
    }

    /// The data set that the network was trained on.
    public struct Data: Sendable, Hashable, Codable {
        /// Its name.
        public let name: String
        /// The folder or the file that it was read from, or the name of a set that needs none.
        public let place: String
        /// How it was read.
        public let options: DataOptions
        /// Its fingerprint (`Dataset.fingerprint`).
        public let fingerprint: StableHash
        /// The form it was read in.
        public let form: String
        /// Who made it; nil where that is not known.
        public let source: String?
        /// Its licence; nil where that is not known.
        public let licence: String?
        /// The seed of its split.
        public let splitSeed: UInt64
        /// How many examples the weights were trained on.
        public let trainingCount: Int
        /// How many examples are kept for the test.
        public let testCount: Int

        /// Describes a data set and its split.
        public init(_ dataset: Dataset, split: DataSplit) {
            name = dataset.name
            place = dataset.place
            options = dataset.origin.options
            fingerprint = dataset.fingerprint
            form = dataset.origin.form
            source = dataset.origin.source
            licence = dataset.origin.licence
            splitSeed = split.seed
            trainingCount = split.training.count
            testCount = split.test.count
        }
    }

    static let format = "nas-model"
    static let version = 1

    let format: String
    let version: Int
    /// What the model is called.
    public let name: String
    /// One name a class, in the order of the network's results.
    public let classes: [String]
    /// What stands between an example and the network.
    public let input: Input
    /// Where the network comes from.
    public let architecture: Architecture
    /// How the weights came about.
    public let training: Recipe
    /// The data set that it was trained on.
    public let data: Data
    /// What trained it.
    public let engine: EngineIdentity
    /// The weights' own hash: those of another training, or damaged ones, are refused.
    public let weightsHash: StableHash
    let graph: GraphDocument

    /// Describes a trained network.
    public init(
        name: String, dataset: Dataset, split: DataSplit, graph: InferredGraph, frontEnd: FrontEnd, normalisation: Normalisation,
        architecture: Architecture, training: Recipe, weightsHash: StableHash
    ) {
        (format, version) = (Self.format, Self.version)
        self.name = name
        classes = dataset.classNames
        input = Input(
            kind: dataset.kind, features: dataset.features,
            examples: [dataset.shape.height, dataset.shape.width, dataset.shape.channels], frontEnd: frontEnd, normalisation: normalisation)
        self.architecture = architecture
        self.training = training
        data = Data(dataset, split: split)
        engine = .current
        self.weightsHash = weightsHash
        self.graph = GraphDocument(graph)
    }
}
