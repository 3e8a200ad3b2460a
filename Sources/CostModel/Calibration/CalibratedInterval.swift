internal import Foundation

/// The 90 % interval of what a profile of networks predicts.
struct CalibratedInterval: Sendable {
    private let score: Double?
    private let law: LatencyForm.Law
    private let logHalfWidth: Double
    /// Between the least and the most that was measured.
    private let measured: ClosedRange<Double>

    init(_ profile: CalibrationProfile) {
        score = profile.intervalScore
        law = profile.form.law
        logHalfWidth = profile.logHalfWidth
        let values = profile.samples.map(\.value)
        measured = (values.min() ?? 0)...(values.max() ?? 0)
    }

    /// Around a prediction. Conformal intervals hold for networks like those measured. Beyond their range a model of logarithms knows what
    /// it does not know of calls, caches and whatever was not measured (`Uncertainty`); by the ridge nothing is known, and as a rule of
    /// thumb half of the distance may be wrong besides.
    func around(_ value: Double, _ work: Work, _ model: LatencyModel) -> (estimated: Interval, isExtrapolated: Bool) {
        let distance = value > 0 ? log(max(measured.lowerBound / value, value / measured.upperBound, 1)) : 0
        let halfWidth = score.map { $0 * model.spread(of: work) } ?? logHalfWidth
        let factor = exp(law == .ridge ? halfWidth + distance / 2 : halfWidth)
        return (Interval(value: value, low: value / factor, high: value * factor), distance > 0)
    }
}
