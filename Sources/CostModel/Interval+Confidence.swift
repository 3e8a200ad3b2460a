internal import Foundation

extension Interval {
    /// Returns the upper end of the interval of a confidence: at 0.9 `high`; elsewhere the same distance on the logarithm, stretched as a
    /// normal distribution's would be.
    ///
    /// - Parameter confidence: of the two-sided interval, above 0 and below 1.
    public func upper(at confidence: Double) -> Double {
        guard value > 0, high > value, confidence != 0.9 else { return high }
        return value * exp(log(high / value) * Self.deviations(confidence) / Self.deviations(0.9))
    }

    /// How many standard deviations to each side hold a share of a normal distribution, by Newton's method.
    private static func deviations(_ share: Double) -> Double {
        var z = 1.0
        for _ in 0..<50 {
            let step = (erf(z / 2.squareRoot()) - share) / ((2 / Double.pi).squareRoot() * exp(-z * z / 2))
            z -= min(max(step, -1), 1)
            if abs(step) < 1e-12 { break }
        }
        return z
    }
}
