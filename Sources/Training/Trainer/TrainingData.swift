public import Datasets
public import NetworkGraph
public import Support

/// A data set split and measured, ready for trainers. The test part is not in it: `TestExamples` are it.
public struct TrainingData: Sendable {
    /// The data set's fingerprint, its split's seed and shares in effect: what a checkpoint is bound to.
    public let fingerprint: StableHash
    /// The data set's name.
    public let name: String
    /// The shape of one example and the number of classes.
    public let task: TaskShape
    /// One name a class, in the order of the labels.
    public let classNames: [String]
    /// What brings the pixels to mean 0 and deviation 1, computed over the training part.
    public let normalisation: Normalisation
    let source: DatasetSource
    let training: [Int]
    let validation: [Int]

    /// Takes the training and the validation part of a data set.
    ///
    /// - Parameters:
    ///   - dataset: the data set.
    ///   - split: which examples are for training and which for validation.
    ///   - reload: reads the same set again. With it, its images are let go of once what is prepared from them lies in files, and read again
    ///     where a network takes yet another resolution.
    public init(_ dataset: Dataset, split: DataSplit, reload: (@Sendable () throws -> Dataset)? = nil) {
        self.init(dataset, split: split, source: DatasetSource(dataset, reload: reload))
    }

    /// Takes several splits of one data set, whose images are held once.
    ///
    /// - Parameters:
    ///   - dataset: the data set.
    ///   - splits: which examples are for training and which for validation, in each.
    ///   - reload: reads the same set again, as in `init(_:split:reload:)`.
    public static func folds(
        _ dataset: Dataset, splits: [DataSplit], reload: (@Sendable () throws -> Dataset)? = nil
    ) -> [TrainingData] {
        let source = DatasetSource(dataset, reload: reload)
        return splits.map { TrainingData(dataset, split: $0, source: source) }
    }

    private init(_ dataset: Dataset, split: DataSplit, source: DatasetSource) {
        self.source = source
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

    /// How many training images there are.
    public var trainingCount: Int { training.count }
    /// How many validation images there are.
    public var validationCount: Int { validation.count }
}
