internal import Datasets
internal import NetworkGraph
internal import Support

/// The order in which one epoch visits the training examples, what is done to each, and how batches are mixed: a pure function of seed,
/// stream and epoch.
struct EpochPlan {
    let order: [Int]
    let augmentations: [Augmentation]
    /// One a batch; empty where nothing is mixed.
    let mixings: [BatchMixing]

    /// - Parameters:
    ///   - count: training examples.
    ///   - batch: examples in a step.
    ///   - balance: of the classes that examples are drawn from; nil for each example once.
    init(
        _ job: TrainingJob, epoch: Int, count: Int, batch: Int = 1, augmentation: AugmentationSettings, balance: ClassBalance? = nil
    ) {
        func stream(_ purpose: RandomStream.Purpose) -> RandomStream {
            RandomStream(seed: job.seed, trial: job.stream, purpose: purpose, index: UInt32(epoch))
        }
        var random = stream(.shuffle)
        if let balance {
            order = balance.draw(count, using: &random)
        } else {
            var order = Array(0..<count)
            random.shuffle(&order)
            self.order = order
        }
        augmentations = Augmentation.epoch(
            count: count, settings: augmentation, shape: job.frontEnd.input, random: stream(.augmentation))
        mixings = BatchMixing.epoch(batches: count / batch, recipe: job.recipe, shape: job.frontEnd.input, random: stream(.mixing))
    }
}
