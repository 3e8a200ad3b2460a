internal import Foundation

/// A network's cost as amounts of work times rates, and what is left, learned from measured networks.
///
/// Rates are the most probable ones under a prior made from many boards (`LogRateFit`). In profiles of version 1 they are those that
/// bring the mean relative error down (absolute, so that a few odd measurements count little), none
/// negative, each held to a prior by a ridge: with `v` the rates beside the prior's,
///
///     sum of |1 - prediction / measured|  +  ridge x sum of (v - 1)^2        v >= 0
///
/// (`nonNegativeAbsoluteFit`). The prior gives ratios; its scale comes from the measurements. What is left
/// is a Gaussian process over the shares that the groups of terms have in a network's time and over the logarithm of that time
/// (Rasmussen and Williams 2006, chapter 2): networks made alike are wrong alike. Another board's model as the prior gives its
/// rates, and what was left there.
public struct LatencyModel: Sendable {
    /// The form that was fitted.
    public let form: LatencyForm
    /// The cost of one unit of each `WorkTerm`, in the order of its cases and the unit of the measurements.
    public let rates: [Double]
    private let residual: ResidualProcess?
    private let shapeRates: ShapeRates?
    private let prior: LatencyPrior
    /// The rates as logarithms, for other forms with the same treatment of unused operations; nil by the ridge.
    var fit: LogRateFit? { uncertainty?.fit }
    /// How well logarithms of rates are known; nil by the ridge.
    private let uncertainty: Uncertainty?

    /// - Parameters:
    ///   - works: what each network does, for the form's treatment of unused operations.
    ///   - measured: above zero, one for each network.
    ///   - fit: the rates, where they are known from another form; they depend on the treatment of unused operations alone.
    init(_ form: LatencyForm, works networks: [NetworkWork], measured: [Double], prior: LatencyPrior, fit known: LogRateFit? = nil) {
        precondition(networks.count == measured.count && !networks.isEmpty && measured.allSatisfy { $0 > 0 })
        self.form = form
        self.prior = prior
        let works = networks.map(\.total)
        // What the prior's board has left over, this one has too.
        let measured = zip(works, measured).map { $1 / prior.leftOver($0) }
        let fit = form.law == .logarithms ? known ?? LogRateFit(works, measured: measured, prior: prior.logarithms) : nil
        let fitted = fit?.rates ?? Self.ridgeRates(form, works, measured, prior)
        rates = fitted
        let grouping = form.grouping
        if let noise = form.shapeNoise {
            func cost(_ work: Work) -> Double { grouping.costs(of: work, rates: fitted).sum() }
            shapeRates = ShapeRates(
                networks, measured: measured, left: zip(works, measured).map { 1 - cost($0) / $1 }, noise: noise, cost: { cost($0.work) })
        } else {
            shapeRates = nil
        }
        let points = works.map { ResidualProcess.Point(grouping.costs(of: $0, rates: fitted)) }
        // What is off by more is odd, not of a kind.
        let left = zip(points, measured).map { min(max(log($1 / $0.total), -0.5), 0.5) }
        uncertainty = fit.map { Uncertainty($0, points, left) }
        let kernel = ResidualProcess.Kernel(deviation: form.residual, isCentred: form.law == .ridge)
        residual = form.residual > 0 ? ResidualProcess(points, left, kernel) : nil
    }

    private static func ridgeRates(_ form: LatencyForm, _ works: [Work], _ measured: [Double], _ prior: LatencyPrior) -> [Double] {
        let grouping = form.grouping
        let scale = median(zip(works, measured).map { $1 / ResidualProcess.Point(grouping.costs(of: $0, rates: prior.rates)).total })
        let scaled = prior.rates.map { $0 * scale }
        let rows = zip(works, measured).map { work, value in
            let costs = grouping.costs(of: work, rates: scaled)
            return (0..<grouping.count).compactMap { costs[$0] == 0 ? nil : (column: $0, share: costs[$0] / value) }
        }
        let factors = nonNegativeAbsoluteFit(
            rows, size: grouping.count, ridge: form.ridge * prior.trust, leastError: leastError, rounds: 8)
        return zip(scaled, grouping.groups).map { $0 * factors[$1] }
    }

    /// Predicts the cost of a network, in the unit of the measurements.
    public func predict(_ network: NetworkWork) -> Double { predict(network.total, excess: excess(of: network.entries)) }

    /// The same from sums.
    func predict(_ work: Work, excess: Double) -> Double {
        let point = point(work)
        return max(point.total + excess, 0) * leftOver(work, point)
    }

    /// Returns what operations of these shapes cost more than their rates say.
    func excess(of entries: [NetworkWork.Entry]) -> Double {
        guard let shapeRates else { return 0 }
        return entries.reduce(0) { $0 + Double($1.count) * shapeRates.excess(of: $1.step) }
    }

    var dependsOnShapes: Bool { shapeRates != nil }

    /// Cost of one operation, without what the network as a whole has left over.
    func predict(_ step: NetworkWork.Step) -> Double {
        max(point(step.shape.work).total + (shapeRates?.excess(of: step) ?? 0), 0)
    }

    /// Factor by which a network's cost is off its rates'.
    func leftOver(_ work: Work) -> Double { leftOver(work, point(work)) }

    private func leftOver(_ work: Work, _ point: ResidualProcess.Point) -> Double {
        (residual.map { exp($0.mean(at: point) * (uncertainty?.fading(point.total) ?? 1)) } ?? 1) * prior.leftOver(work)
    }

    /// How far off the network is to be expected to be beside others, as a logarithm: what conformal intervals are scaled by, so that
    /// they are narrow for networks like those measured, and wide for others (Lei et al. 2018, section 5.2). 1 for all where nothing
    /// is left to learn.
    func spread(of work: Work) -> Double {
        let point = point(work)
        guard let uncertainty else { return residual?.deviation(at: point) ?? 1 }
        var shares = work.amounts / point.total
        for term in rates.indices { shares[term] *= rates[term] }
        return uncertainty.deviation(at: point, shares: shares)
    }

    /// The error of a network beside what was to be expected.
    func score(of network: MeasuredNetwork) -> Double { abs(logError(of: network)) / spread(of: network.work(form.unused).total) }

    private func point(_ work: Work) -> ResidualProcess.Point { ResidualProcess.Point(form.grouping.costs(of: work, rates: rates)) }

    func predict(_ network: MeasuredNetwork) -> Double { predict(network.work(form.unused)) }

    /// Logarithm of measured by predicted.
    func logError(of network: MeasuredNetwork) -> Double { log(network.value / predict(network)) }

    /// As a share of what was measured.
    func relativeError(of network: MeasuredNetwork) -> Double { abs(predict(network) / network.value - 1) }

    /// Errors below this count as squares: no measurement is truer.
    private static let leastError = 0.05
}

/// Returns the middle value, or the mean of the two middle ones.
///
/// - Precondition: there is at least one value.
public func median(_ values: [Double]) -> Double {
    precondition(!values.isEmpty)
    let sorted = values.sorted()
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}
