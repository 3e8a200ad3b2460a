public import Support

/// How a candidate is trained: the `train:` part of a space file with every choice taken. The number of epochs or
/// steps is the fidelity, not part of the recipe.
public struct TrainingRecipe: Sendable, Hashable, Codable {
    public enum Optimizer: String, Sendable, Hashable, Codable, CaseIterable { case sgd, adamw }
    public enum Schedule: String, Sendable, Hashable, Codable, CaseIterable { case constant, cosine, step }

    public var optimizer: Optimizer = .sgd
    public var learningRate = 0.05
    public var momentum = 0.9
    public var nesterov = false
    public var weightDecay = 0.0
    public var beta1 = 0.9
    public var beta2 = 0.999
    public var epsilon = 1e-8
    public var batch = 64
    public var schedule = Schedule.cosine
    /// Share of all steps in which the learning rate rises linearly from 0.
    public var warmup = 0.0
    /// Schedule `step`: shares of all steps at which the rate is multiplied by `stepFactor`.
    public var stepAt: [Double] = [0.5, 0.75]
    public var stepFactor = 0.1
    public var labelSmoothing = 0.0
    /// Largest global gradient norm; 0 turns clipping off.
    public var gradientClip = 0.0
    /// Augmentation, on training images only: mirrored left-right with probability one half.
    public var flip = false
    /// Random shift by up to this many pixels with zero padding (random crop of a padded image).
    public var crop = 0
    /// Side of a square set to zero at a random place; 0 turns it off.
    public var cutout = 0

    public init() {}

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
    case epochs(Int)
    case steps(Int)

    /// How many epochs or steps.
    public var count: Int {
        switch self {
        case .epochs(let count), .steps(let count): count
        }
    }

    /// So many of the same unit.
    public func with(count: Int) -> Fidelity {
        switch self {
        case .epochs: .epochs(count)
        case .steps: .steps(count)
        }
    }

    public var description: String {
        switch self {
        case .epochs(let count): count == 1 ? "1 epoch" : "\(count) epochs"
        case .steps(let count): count == 1 ? "1 step" : "\(count) steps"
        }
    }
}
