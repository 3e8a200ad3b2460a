public import Support

/// How a candidate is trained: the `train:` part of a space file with every choice taken. The number of epochs or
/// steps is the fidelity, not part of the recipe.
public struct TrainingRecipe: Sendable, Hashable, Codable {
    /// How gradients become updates. Raw values are the names in search spaces.
    public enum Optimizer: String, Sendable, Hashable, Codable, CaseIterable {
        /// Stochastic gradient descent, with `momentum` and `nesterov`; the weight decay is added to the gradient.
        case sgd
        /// Adam with decoupled weight decay (Loshchilov and Hutter, 2019), with `beta1`, `beta2` and `epsilon`.
        case adamw
    }

    /// How the learning rate changes after the warm-up. Raw values are the names in search spaces.
    public enum Schedule: String, Sendable, Hashable, Codable, CaseIterable {
        /// It stays the same.
        case constant
        /// It falls to 0 along half a cosine (Loshchilov and Hutter, SGDR, 2017, without restarts).
        case cosine
        /// It is multiplied by `stepFactor` at each of `stepAt`.
        case step
    }

    /// How gradients become updates.
    public var optimizer: Optimizer = .sgd
    /// The learning rate after the warm-up, before the schedule changes it.
    public var learningRate = 0.05
    /// Optimizer `sgd`: what is kept of the running sum of gradients at each step, 0 to less than 1.
    public var momentum = 0.9
    /// Optimizer `sgd`: whether the momentum is Nesterov's.
    public var nesterov = false
    /// The weight decay of every parameter, biases and batch norm included.
    public var weightDecay = 0.0
    /// Optimizer `adamw`: what is kept of the running mean of gradients at each step, 0 to less than 1.
    public var beta1 = 0.9
    /// Optimizer `adamw`: what is kept of the running mean of squared gradients at each step, 0 to less than 1.
    public var beta2 = 0.999
    /// Optimizer `adamw`: added to the root of the mean square that the step is divided by.
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
    }
}

/// How long a candidate is trained. A time or memory limit is not a fidelity: it can only fail a trial.
public enum Fidelity: Sendable, Hashable, Codable, CustomStringConvertible {
    /// So many passes over the training images.
    case epochs(Int)
    /// So many steps, a batch each.
    case steps(Int)

    /// How many epochs or steps.
    public var count: Int {
        switch self {
        case .epochs(let count), .steps(let count): count
        }
    }

    /// Returns so many of the same unit.
    public func with(count: Int) -> Fidelity {
        switch self {
        case .epochs: .epochs(count)
        case .steps: .steps(count)
        }
    }

    /// `5 epochs`, `1 step`.
    public var description: String {
        switch self {
        case .epochs(let count): Plural.count(count, "epoch")
        case .steps(let count): Plural.count(count, "step")
        }
    }
}
