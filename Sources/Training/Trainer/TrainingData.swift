public import NAS
public import Support

/// A data set split and measured, ready for trainers. The test part is not in it: `TestData` has it.
public struct TrainingData: Sendable {
    /// The data set's fingerprint, its split's seed and shares in effect: what a checkpoint is bound to.
    public let fingerprint: StableHash
    public let name: String
    public let task: TaskShape
    public let classNames: [String]
    public let normalisation: Normalisation
    let dataset: Dataset
    let training: [Int]
    let validation: [Int]

    public init(_ dataset: Dataset, split: DataSplit) {
        self.dataset = dataset
        name = dataset.name
        task = dataset.task
        classNames = dataset.classNames
        training = split.training
        validation = split.validation
        normalisation = Normalisation(dataset, training: split.training)
        var hasher = StableHasher()
        hasher.combine(dataset.fingerprint)
        for part in [training, validation] {
            hasher.combine(part.count)
            for index in part { hasher.combine(index) }
        }
        fingerprint = hasher.finalize()
    }

    public var trainingCount: Int { training.count }
    public var validationCount: Int { validation.count }
}
