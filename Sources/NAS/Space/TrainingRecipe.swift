public import Support

/// How a candidate is trained: the `train:` part of a space file with every choice taken. The number of epochs or
/// steps is the fidelity, not part of the recipe.
public struct TrainingRecipe: Sendable, Hashable, Codable {
    /// How gradients become updates. Raw values are the names in search spaces.
    public enum Optimizer: String, Sendable, Hashable, Codable, CaseIterable {
        /// Stochastic gradient descent, with `momentum` and `nesterov`; the weight decay is added to the gradient.
        case sgd
        /// Adam (Kingma and Ba, 2015), with `beta1`, `beta2` and `epsilon`; the weight decay is added to the gradient.
        case adam
        /// Adam with decoupled weight decay (Loshchilov and Hutter, 2019), with `beta1`, `beta2` and `epsilon`.
        case adamw
        /// RMSprop (Tieleman and Hinton, 2012), with `alpha`, `epsilon` and `momentum`; the weight decay is added to the gradient.
        case rmsprop
    }

    /// How the learning rate changes after the warm-up. Raw values are the names in search spaces.
    public enum Schedule: String, Sendable, Hashable, Codable, CaseIterable {
        /// It stays the same.
        case constant
        /// It falls to 0 along half a cosine (Loshchilov and Hutter, SGDR, 2017, without restarts).
        case cosine
        /// It is multiplied by `stepFactor` at each of `stepAt`.
        case step
        /// It falls to 0 along a straight line.
        case linear
    }

    /// What the weight decay acts on. Raw values are the names in search spaces.
    public enum DecayedParameters: String, Sendable, Hashable, Codable, CaseIterable {
        /// Every parameter, biases and batch norm included.
        case all
        /// The weights of convolutions and dense layers; not biases, nor scale and shift of norms.
        case weights
    }

    /// What an example of each class counts in the loss. Raw values are the names in search spaces.
    public enum ClassWeights: String, Sendable, Hashable, Codable, CaseIterable {
        /// Every example the same.
        case none
        /// Every class the same: n / (k x count) for n examples of k classes, as scikit-learn's `class_weight="balanced"`.
        case balanced
    }

    /// Which examples an epoch visits. Raw values are the names in search spaces.
    public enum Sampling: String, Sendable, Hashable, Codable, CaseIterable {
        /// Each once, in random order.
        case shuffled
        /// As many draws with replacement, every class with the same probability.
        case balanced
    }

    /// How gradients become updates.
    public var optimizer: Optimizer = .sgd
    /// The learning rate after the warm-up, before the schedule changes it.
    public var learningRate = 0.05
    /// Optimizers `sgd` and `rmsprop`: what is kept of the running sum of gradients at each step, 0 to less than 1. A space file that does
    /// not say has 0.9 for `sgd` and 0 for `rmsprop`.
    public var momentum = 0.9
    /// Optimizer `sgd`: whether the momentum is Nesterov's.
    public var nesterov = false
    /// The weight decay.
    public var weightDecay = 0.0
    /// What the weight decay acts on.
    public var weightDecayOn = DecayedParameters.all
    /// Optimizer `rmsprop`: what is kept of the running mean of squared gradients at each step, 0 to less than 1.
    public var alpha = 0.99
    /// Optimizers `adam` and `adamw`: what is kept of the running mean of gradients at each step, 0 to less than 1.
    public var beta1 = 0.9
    /// Optimizers `adam` and `adamw`: what is kept of the running mean of squared gradients at each step, 0 to less than 1.
    public var beta2 = 0.999
    /// Optimizers `adam`, `adamw` and `rmsprop`: added to the root of the mean square that the step is divided by.
    public var epsilon = 1e-8
    /// Images in a step; all training images where those are fewer.
    public var batch = 64
    /// How the learning rate changes after the warm-up.
    public var schedule = Schedule.cosine
    /// Share of all steps in which the learning rate rises linearly from 0.
    public var warmup = 0.0
    /// Schedule `step`: shares of all steps at which the rate is multiplied by `stepFactor`.
    public var stepAt: [Double] = [0.5, 0.75]
    /// Schedule `step`: what the rate is multiplied by.
    public var stepFactor = 0.1
    /// Share of the target probability that is spread evenly over all classes (Szegedy et al., 2016).
    public var labelSmoothing = 0.0
    /// Largest global gradient norm; 0 turns clipping off.
    public var gradientClip = 0.0
    /// Augmentation, on training images only: mirrored left-right with probability one half.
    public var flip = false
    /// Random shift by up to this many pixels with zero padding (random crop of a padded image).
    public var crop = 0
    /// Side of a square set to zero at a random place; 0 turns it off.
    public var cutout = 0
    /// Images are turned by up to so many degrees either way; 0 turns it off.
    public var rotation = 0.0
    /// The brightness is multiplied by up to 1 plus or minus this; 0 turns it off. As torchvision's `ColorJitter`.
    public var brightness = 0.0
    /// The same of the contrast.
    public var contrast = 0.0
    /// The same of the saturation, of images with three channels.
    public var saturation = 0.0
    /// Images of a batch are blended in pairs by a share of Beta(mixup, mixup) (Zhang et al., 2018); 0 turns it off.
    public var mixup = 0.0
    /// Images of a batch swap boxes whose area is a share of Beta(cutmix, cutmix) (Yun et al., 2019); 0 turns it off.
    public var cutmix = 0.0
    /// What an example of each class counts in the loss.
    public var classWeights = ClassWeights.none
    /// Which examples an epoch visits.
    public var sampling = Sampling.shuffled
    /// What is kept of the exponential moving average of the parameters at each step, which is evaluated and written in their place; 0
    /// turns it off.
    public var ema = 0.0

    /// Creates the recipe of a space file that says nothing of training.
    public init() {}

    /// Adds everything that tells this recipe from another to a hash.
    public func combine(into hasher: inout StableHasher) {
        hasher.combine(optimizer.rawValue)
        for value in [learningRate, momentum, weightDecay, beta1, beta2, epsilon, warmup, stepFactor, labelSmoothing, gradientClip] {
            hasher.combine(value)
        }
        hasher.combine(nesterov)
        hasher.combine(batch)
        hasher.combine(schedule.rawValue)
        hasher.combine(stepAt.count)
        for share in stepAt { hasher.combine(share) }
        hasher.combine(flip)
        hasher.combine(crop)
        hasher.combine(cutout)
        combineLaterAdditions(into: &hasher)
    }

    /// What recipes did not have at first counts where it is not as it was then: recipes without it keep their hash.
    private func combineLaterAdditions(into hasher: inout StableHasher) {
        let initial = TrainingRecipe()
        func combine(_ name: String, _ value: KeyPath<TrainingRecipe, Double>) {
            guard self[keyPath: value] != initial[keyPath: value] else { return }
            hasher.combine(name)
            hasher.combine(self[keyPath: value])
        }
        func combine(_ name: String, _ word: String, unless initial: String) {
            guard word != initial else { return }
            hasher.combine(name)
            hasher.combine(word)
        }
        combine("weight_decay_on", weightDecayOn.rawValue, unless: initial.weightDecayOn.rawValue)
        combine("alpha", \.alpha)
        combine("rotation", \.rotation)
        combine("brightness", \.brightness)
        combine("contrast", \.contrast)
        combine("saturation", \.saturation)
        combine("mixup", \.mixup)
        combine("cutmix", \.cutmix)
        combine("class_weights", classWeights.rawValue, unless: initial.classWeights.rawValue)
        combine("sampling", sampling.rawValue, unless: initial.sampling.rawValue)
        combine("ema", \.ema)
    }
}

extension TrainingRecipe {
    /// Reads a recipe; what is not said is as in a space file that does not say it, so that recipes of earlier versions can be read.
    public init(from decoder: any Swift.Decoder) throws {
        self.init()
        let container = try decoder.container(keyedBy: CodingKeys.self)
        func read<Value: Decodable>(_ path: WritableKeyPath<TrainingRecipe, Value>, _ key: CodingKeys) throws {
            if let value = try container.decodeIfPresent(Value.self, forKey: key) { self[keyPath: path] = value }
        }
        try read(\.optimizer, .optimizer)
        try read(\.learningRate, .learningRate)
        try read(\.momentum, .momentum)
        try read(\.nesterov, .nesterov)
        try read(\.weightDecay, .weightDecay)
        try read(\.weightDecayOn, .weightDecayOn)
        try read(\.alpha, .alpha)
        try read(\.beta1, .beta1)
        try read(\.beta2, .beta2)
        try read(\.epsilon, .epsilon)
        try read(\.batch, .batch)
        try read(\.schedule, .schedule)
        try read(\.warmup, .warmup)
        try read(\.stepAt, .stepAt)
        try read(\.stepFactor, .stepFactor)
        try read(\.labelSmoothing, .labelSmoothing)
        try read(\.gradientClip, .gradientClip)
        try read(\.flip, .flip)
        try read(\.crop, .crop)
        try read(\.cutout, .cutout)
        try read(\.rotation, .rotation)
        try read(\.brightness, .brightness)
        try read(\.contrast, .contrast)
        try read(\.saturation, .saturation)
        try read(\.mixup, .mixup)
        try read(\.cutmix, .cutmix)
        try read(\.classWeights, .classWeights)
        try read(\.sampling, .sampling)
        try read(\.ema, .ema)
    }
}
