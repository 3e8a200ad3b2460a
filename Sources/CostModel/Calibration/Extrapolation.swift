internal import Foundation

/// Where networks lie beside those that a model was fitted to.
public enum Extrapolation: String, Sendable, Hashable, CaseIterable {
    /// Faster than any of them.
    case down
    /// Slower than any of them.
    case up
}

/// How a calibration does on networks beyond the range of those that it was fitted to.
public struct ExtrapolationAssessment: Sendable, Hashable {
    /// How many networks the model was fitted to.
    public let fitted: Int
    /// How many networks were tested.
    public let tested: Int
    /// The mean relative error, as a share of what was measured.
    public let meanError: Double
    /// The middle of predicted by measured: above 1 where predictions are too high.
    public let medianRatio: Double
    /// The share of the tested networks whose measurement lies in its 90 % interval.
    public let coverage: Double
    /// The middle of the upper by the lower end of the intervals.
    public let medianWidth: Double
    /// The largest of them.
    public let largestWidth: Double
}

extension Calibration {
    /// Fits a model to two thirds of the networks by what was measured, and predicts the third that is faster, or slower, than all of them.
    /// Spellings of one network stay together.
    ///
    /// - Parameter networks: at least 3 different ones.
    public func extrapolation(_ networks: [MeasuredNetwork], towards side: Extrapolation) -> ExtrapolationAssessment {
        let groups = Dictionary(grouping: networks, by: \.identity).values.map { group in
            (value: group.reduce(0) { $0 + $1.value } / Double(group.count), networks: group)
        }.sorted { ($0.value, $0.networks[0].name) < ($1.value, $1.networks[0].name) }
        let third = groups.count / 3
        let (tested, fitted) =
            switch side {
            case .down: (groups.prefix(third), groups.dropFirst(third))
            case .up: (groups.suffix(third), groups.dropLast(third))
            }
        return extrapolation(from: fitted.flatMap(\.networks), to: tested.flatMap(\.networks))
    }

    /// Fits a model to some networks and predicts others, with the intervals that a profile of the first would have.
    func extrapolation(from fitted: [MeasuredNetwork], to tested: [MeasuredNetwork]) -> ExtrapolationAssessment {
        let model = fit(fitted)
        let quantile = leaveOut(fitted).intervalScore
        let errors = tested.map(model.logError)
        let widths = tested.map { exp(2 * quantile * model.spread(of: $0.work(model.form.unused).total)) }
        let covered = zip(errors, widths).count { abs($0) <= log($1) / 2 }
        return ExtrapolationAssessment(
            fitted: MeasuredNetwork.distinctCount(fitted), tested: MeasuredNetwork.distinctCount(tested),
            meanError: errors.reduce(0) { $0 + Assessment.relativeError($1) } / Double(errors.count),
            medianRatio: exp(-median(errors)), coverage: Double(covered) / Double(tested.count), medianWidth: median(widths),
            largestWidth: widths.max() ?? 1)
    }
}
