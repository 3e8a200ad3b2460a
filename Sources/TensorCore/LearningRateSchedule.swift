internal import Foundation

/// The learning rate as a pure function of the step, so that a resumed run has the one it would have had.
public struct LearningRateSchedule: Sendable, Hashable {
    public enum Decay: Sendable, Hashable {
        case constant
        /// Half a cosine from the base rate to 0 at the last step (Loshchilov and Hutter, SGDR, 2017, without restarts).
        case cosine
        /// Multiplied by `factor` at each of the steps.
        case step(at: [Int], factor: Double)
    }

    public let base: Double
    public let decay: Decay
    /// Steps in which the rate rises linearly: `base * (step + 1) / warmupSteps`.
    public let warmupSteps: Int
    public let totalSteps: Int

    public init(base: Double, decay: Decay = .constant, warmupSteps: Int = 0, totalSteps: Int) {
        precondition(warmupSteps >= 0 && totalSteps >= 0)
        self.base = base
        self.decay = decay
        self.warmupSteps = warmupSteps
        self.totalSteps = totalSteps
    }

    /// The rate of step `step`, the first being 0. The cosine spans the steps after the warm-up.
    public func rate(at step: Int) -> Double {
        if step < warmupSteps { return base * Double(step + 1) / Double(warmupSteps) }
        switch decay {
        case .constant: return base
        case .cosine:
            let span = Double(max(totalSteps - warmupSteps, 1))
            let progress = min(Double(step - warmupSteps) / span, 1)
            return base * 0.5 * (1 + cos(Double.pi * progress))
        case .step(let places, let factor):
            return places.reduce(base) { rate, place in step >= place ? rate * factor : rate }
        }
    }
}
