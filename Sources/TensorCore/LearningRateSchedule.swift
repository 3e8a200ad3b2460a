internal import Foundation

/// The learning rate as a pure function of the step, so that a resumed run has the one it would have had.
public struct LearningRateSchedule: Sendable, Hashable {
    /// How the rate changes after the warm-up.
    public enum Decay: Sendable, Hashable {
        /// It stays the same.
        case constant
        /// Half a cosine from the base rate to 0 after the last step (Loshchilov and Hutter, SGDR, 2017, without restarts).
        case cosine
        /// Multiplied by `factor` at each of the steps, which count from 0, the warm-up included.
        case step(at: [Int], factor: Double)
        /// A straight line from the base rate to 0 after the last step.
        case linear
    }

    /// The rate after the warm-up, before any decay.
    public let base: Double
    /// How the rate changes after the warm-up.
    public let decay: Decay
    /// Steps in which the rate rises linearly: `base * (step + 1) / warmupSteps`.
    public let warmupSteps: Int
    /// Steps of the whole training, the warm-up included: where cosine and line come to 0.
    public let totalSteps: Int

    /// Creates a schedule.
    ///
    /// - Precondition: neither number of steps is below 0.
    public init(base: Double, decay: Decay = .constant, warmupSteps: Int = 0, totalSteps: Int) {
        precondition(warmupSteps >= 0 && totalSteps >= 0)
        self.base = base
        self.decay = decay
        self.warmupSteps = warmupSteps
        self.totalSteps = totalSteps
    }

    /// Returns the rate of step `step`, the first being 0. Cosine and line span the steps after the warm-up.
    public func rate(at step: Int) -> Double {
        if step < warmupSteps { return base * Double(step + 1) / Double(warmupSteps) }
        switch decay {
        case .constant: return base
        case .cosine:
            return base * 0.5 * (1 + cos(Double.pi * progress(at: step)))
        case .linear: return base * (1 - progress(at: step))
        case .step(let places, let factor):
            return places.reduce(base) { rate, place in step >= place ? rate * factor : rate }
        }
    }

    /// The share of the steps after the warm-up that are over, 0 to 1.
    private func progress(at step: Int) -> Double { min(Double(step - warmupSteps) / Double(max(totalSteps - warmupSteps, 1)), 1) }
}
