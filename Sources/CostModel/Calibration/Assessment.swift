internal import Foundation
internal import Support

/// How a calibration does on networks that it has not seen.
public struct Assessment: Sendable, Hashable {
    /// The relative error of each prediction, as a share of what was measured.
    public var errors: [Double] { logErrors.map(Self.relativeError) }
    /// The logarithm of measured by predicted, one for each network and draw: the mean over the network's spellings.
    public let logErrors: [Double]
    /// The error of each left-out network divided by what its model expected; empty where there were draws.
    let scores: [Double]
    /// The least of `intervalScore`; 0 by the ridge, which expects nothing beyond.
    var leastScore = 0.0
    /// Spearman's rank correlation of predicted and measured, the mean over draws; nil where each prediction is another model's.
    public let rankCorrelation: Double?
    /// The mean relative error over networks; the mean over draws where there were several.
    public let meanError: Double
    /// The standard error of `meanError`: over networks, or over draws where there were several.
    public let standardError: Double

    /// What an interval's half-width is of what a model expects, so that nine of ten networks lie within it. Left-out networks lie among
    /// the others and say little of what lies beyond them: where they are few and closer than expected, the expectation stands.
    var intervalScore: Double { max(conformalQuantile(scores, confidence: 0.9), leastScore) }

    static func relativeError(_ logError: Double) -> Double { abs(exp(-logError) - 1) }
}

/// Coverage and width of intervals over random splits.
public struct IntervalAssessment: Sendable, Hashable {
    /// Share of the tested networks whose measurement lies in its interval, the mean over the splits.
    public let coverage: Double
    /// Half of the interval's width as a share of the prediction, the mean over the splits.
    public let halfWidth: Double
}

extension Calibration {
    /// Predicts each network with a model whose form and weights come from others alone: from all others, or, of more than 60 networks,
    /// from nine tenths.
    public func leaveOut(_ networks: [MeasuredNetwork]) -> Assessment {
        var (logErrors, scores): ([Double], [Double]) = ([], [])
        for fold in Self.folds(networks, leavingOneOutUpTo: 60) {
            let model = fit(fold.fitted)
            for network in Self.shuffled(fold.tested, draw: 1) {
                logErrors.append(average(network.map(model.logError)))
                scores.append(average(network.map(model.score)))
            }
        }
        let (mean, error) = meanAndStandardError(logErrors.map(Assessment.relativeError))
        var assessment = Assessment(logErrors: logErrors, scores: scores, rankCorrelation: nil, meanError: mean, standardError: error)
        assessment.leastScore = form?.law == .ridge ? 0 : 1.3
        return assessment
    }

    /// Fits models to `count` random networks and tests them on the others, `draws` times.
    public func draws(_ networks: [MeasuredNetwork], fittedOn count: Int, draws: Int) -> Assessment {
        var (all, means, ranks): ([Double], [Double], [Double]) = ([], [], [])
        for draw in 0..<draws {
            let order = Self.shuffled(networks, draw: 2 + draw)
            let model = fit(order.prefix(count).flatMap(\.self))
            let rest = order.dropFirst(count)
            let tested = rest.flatMap(\.self)
            all += rest.map { average($0.map(model.logError)) }
            means.append(average(rest.map { average($0.map(model.relativeError)) }))
            ranks.append(spearman(tested.map { model.predict($0) }, tested.map(\.value)))
        }
        let (mean, error) = meanAndStandardError(means)
        return Assessment(
            logErrors: all, scores: [], rankCorrelation: ranks.reduce(0, +) / Double(draws), meanError: mean, standardError: error)
    }

    /// Assesses split-conformal intervals, scaled by what the model knows, on networks that they were not made from.
    ///
    /// - Parameters:
    ///   - networks: the measured networks, each once.
    ///   - count: how many random networks a model is fitted on.
    ///   - calibrated: how many others the width of its intervals comes from; the rest are tested.
    ///   - confidence: of the intervals, 0 to 1.
    ///   - splits: how many random splits there are.
    public func intervals(
        _ networks: [MeasuredNetwork], fittedOn count: Int, calibratedOn calibrated: Int, confidence: Double = 0.9, splits: Int
    ) -> IntervalAssessment {
        var (coverage, width) = (0.0, 0.0)
        for split in 0..<splits {
            let order = Self.shuffled(networks, draw: 1000 + split)
            let model = fit(order.prefix(count).flatMap(\.self))
            let quantile = conformalQuantile(
                order[count..<count + calibrated].map { average($0.map(model.score)) }, confidence: confidence)
            let tested = order.dropFirst(count + calibrated).flatMap(\.self)
            coverage += Double(tested.count { model.score(of: $0) <= quantile }) / Double(tested.count)
            width +=
                tested.reduce(0) { sum, network in
                    let half = quantile * model.spread(of: network.work(model.form.unused).total)
                    return sum + (exp(half) - exp(-half)) / 2
                } / Double(tested.count)
        }
        return IntervalAssessment(coverage: coverage / Double(splits), halfWidth: width / Double(splits))
    }
}

private func average(_ values: [Double]) -> Double { values.count == 1 ? values[0] : values.reduce(0, +) / Double(values.count) }

func meanAndStandardError(_ values: [Double]) -> (mean: Double, standardError: Double) {
    let mean = values.reduce(0, +) / Double(values.count)
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (mean, values.count > 1 ? (squares / Double(values.count - 1) / Double(values.count)).squareRoot() : 0)
}

/// The half-width, as a logarithm, that a new error stays within with this confidence: the errors' quantile of rank
/// ceil((n + 1) x confidence) (Vovk, Gammerman and Shafer 2005; Lei et al. 2018, algorithm 2). The largest error where they are too
/// few for that.
func conformalQuantile(_ errors: [Double], confidence: Double) -> Double {
    let rank = (Double(errors.count + 1) * confidence).rounded(.up)
    return errors.sorted()[min(Int(rank), errors.count) - 1]
}
