internal import Foundation

/// How far a cost may be off that logarithms of rates predict: by what is not known of the rates, and, away from the networks that were
/// measured, by what a sum of rates does not say.
struct Uncertainty: Sendable {
    let fit: LogRateFit
    private let unseen: ResidualProcess?
    private let measured: ClosedRange<Double>

    /// - Parameters:
    ///   - points: the measured networks, by their predicted costs; at least one.
    ///   - left: the logarithm of measured by predicted for each.
    init(_ fit: LogRateFit, _ points: [ResidualProcess.Point], _ left: [Double]) {
        self.fit = fit
        unseen = ResidualProcess(points, left, .init(deviation: 0.22, sizeLength: 0.2))
        let totals = points.map(\.total)
        measured = (totals.min() ?? 0)...(totals.max() ?? 0)
    }

    /// The standard deviation of the logarithm of a cost, up to a factor that left-out networks say.
    ///
    /// - Parameter shares: of the terms in the cost.
    func deviation(at point: ResidualProcess.Point, shares: SIMD16<Double>) -> Double {
        (fit.variance(ofShares: shares) + (unseen?.variance(at: point) ?? 0) + Self.noise * Self.noise).squareRoot()
    }

    /// How much of what is left over among the measured networks holds for a cost: all of it within their range, nothing beyond. What
    /// they have in common there, such as a busy machine while the smallest were measured, is not the others'.
    func fading(_ cost: Double) -> Double {
        let distance = cost > 0 ? log(max(measured.lowerBound / cost, cost / measured.upperBound, 1)) : .infinity
        return exp(-0.5 * (distance / Self.fadingLength) * (distance / Self.fadingLength))
    }

    private static let noise = 0.05
    private static let fadingLength = 0.05
}
