internal import Datasets
internal import NetworkGraph
internal import Support

/// The order in which one epoch visits the training examples and what is done to each: a pure function of seed, stream and
/// epoch.
struct EpochPlan {
    let order: [Int]
    let augmentations: [Augmentation]

    init(_ job: TrainingJob, epoch: Int, count: Int, augmentation: AugmentationSettings) {
        var order = Array(0..<count)
        var random = RandomStream(seed: job.seed, trial: job.stream, purpose: .shuffle, index: UInt32(epoch))
        random.shuffle(&order)
        self.order = order
        augmentations = Augmentation.epoch(
            count: count, settings: augmentation, shape: job.frontEnd.input,
            random: RandomStream(seed: job.seed, trial: job.stream, purpose: .augmentation, index: UInt32(epoch)))
    }
}
