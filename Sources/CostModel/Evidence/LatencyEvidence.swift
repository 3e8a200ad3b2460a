internal import Foundation
internal import Support

/// What one source says of a network's latency: a value, and how far from it the truth may lie, as logarithms.
struct LatencyEvidence: Sendable {
    /// The value, in seconds, above zero.
    let seconds: Double
    /// The logarithm of the 90 % interval's upper end by the value, above zero.
    let up: Double
    /// The logarithm of the value by the 90 % interval's lower end, above zero.
    let down: Double

    private init(seconds: Double, up: Double, down: Double) {
        (self.seconds, self.up, self.down) = (seconds, max(up, Self.leastReach), max(down, Self.leastReach))
    }

    /// Takes an interval as it is.
    ///
    /// - Precondition: its value and its lower end are above zero.
    init(_ interval: Interval) {
        self.init(seconds: interval.value, up: log(interval.high / interval.value), down: log(interval.value / interval.low))
    }

    /// What a board file says. Its error is that of networks of some milliseconds, in which calls take little; what is not known of calls
    /// is added where they take much: a few microseconds each in one set of kernels, tens in another.
    ///
    /// - Parameters:
    ///   - seconds: of an inference, above zero.
    ///   - callSeconds: what of it the runtime adds to the operations.
    ///   - error: the 90 % interval as factors of the value.
    init(datasheet seconds: Double, callSeconds: Double, error: SourcedValue) {
        let rest = seconds - callSeconds
        let above = hypot(rest * max(error.high - 1, 0), callSeconds * (Self.callFactor - 1))
        let below = hypot(rest * max(1 - error.low, 0), callSeconds * (1 - 1 / Self.callFactor))
        self.init(seconds: seconds, up: log1p(above / seconds), down: -log1p(-min(below / seconds, 1 - 1e-9)))
    }

    /// Returns the evidence for another target, where networks take `factor` times as long, give or take.
    ///
    /// - Parameter deviation: the standard deviation of the factor's logarithm.
    func transferred(by factor: Double, deviation: Double) -> LatencyEvidence {
        let reach = Self.deviations * deviation
        return LatencyEvidence(seconds: seconds * factor, up: hypot(up, reach), down: hypot(down, reach))
    }

    /// Returns the interval of what both sources say together, as independent normal distributions of the logarithm, each as wide as its
    /// side that faces the other's value: the value is their mean by precision, so that the surer one counts more. Where the two 90 %
    /// intervals have nothing in common, one of them is wrong and nobody knows which: then the interval reaches both values.
    func combined(with other: LatencyEvidence) -> (interval: Interval, agree: Bool) {
        let gap = log(other.seconds / seconds)
        let (own, others) = gap > 0 ? (up, other.down) : (down, other.up)
        let value = log(seconds) + gap * Self.share(of: others, beside: own)
        var (low, high) = (value - Self.joint(down, other.down), value + Self.joint(up, other.up))
        let agree = abs(gap) <= own + others
        if !agree {
            low = min(low, log(seconds), log(other.seconds))
            high = max(high, log(seconds), log(other.seconds))
        }
        return (Interval(value: exp(value), low: exp(low), high: exp(high)), agree)
    }

    /// How much of the mean a source has that reaches so far, 0 to 1.
    private static func share(of reach: Double, beside other: Double) -> Double { other * other / (reach * reach + other * other) }

    /// How far the mean of two reaches.
    private static func joint(_ first: Double, _ second: Double) -> Double { first * second / hypot(first, second) }

    /// Nothing is surer than a part in a million.
    private static let leastReach = 1e-6
    /// Of nine calls in ten: the factor between what a board file says and what they take, either way.
    static let callFactor = 3.7
    /// Standard deviations from the middle to an end of a 90 % interval.
    private static let deviations = 1.645
}
