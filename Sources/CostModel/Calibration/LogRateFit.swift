internal import Foundation
internal import Support

/// Rates of measured networks as logarithms: the most probable ones under a prior (`RatePrior`), and how well they are known.
///
/// With `t` the logarithms of the rates and `m` those of the prior, they are the least of
///
///     sum over networks of loss(log(measured / predicted))  +  (t - m)' P (t - m) / 2
///
/// Measurements are disturbed upwards, by other programs, by caches and by clocks that have not risen yet: below the prediction the loss
/// is a normal distribution's, or nearly (`normal`), above it a Cauchy distribution's, so that a few slow ones count little.
/// Levenberg-Marquardt's iterations on the weights of Student's t (Lange, Little and Taylor 1989).
struct LogRateFit: Sendable {
    /// Cost of one unit of each term, in the order of `WorkTerm.allCases`.
    let rates: [Double]
    /// The inverse of the covariance of their logarithms (Laplace's approximation: Bishop 2006, section 4.4).
    private let precision: SymmetricSystem?

    /// The shape of a half of the loss: a Student's t of so many degrees of freedom.
    private struct Tail {
        let degrees: Double
        let deviation: Double
    }
    private static let below = Tail(degrees: 30, deviation: 0.06)
    private static let above = Tail(degrees: 1, deviation: 0.18)

    /// - Parameters:
    ///   - works: each with an amount above zero.
    ///   - measured: above zero, one for each work.
    init(_ works: [Work], measured: [Double], prior: RatePrior) {
        let ratios = Self.exponentials(prior.means)
        let level = median(zip(works, measured).map { work, value in log(value / Self.cost(work, ratios)) })
        var state = State(prior.means + level, works, measured, prior)
        var damping = 1e-6
        for _ in 0..<60 {
            let before = state.loss
            while true {
                if let next = state.step(damping, works, measured, prior), next.loss <= before + 1e-12 {
                    state = next
                    break
                }
                damping *= 10
                if damping > 1e8 { break }
            }
            damping = max(damping / 10, 1e-9)
            if abs(before - state.loss) < 1e-9 { break }
        }
        let found = Self.exponentials(state.logRates)
        rates = Self.terms.map { found[$0] }
        precision = Self.system(state.curvature(prior))
    }

    /// The variance of the logarithm of a cost that is made up of the terms in these shares.
    func variance(ofShares shares: SIMD16<Double>) -> Double {
        precision?.half(Self.terms.map { shares[$0] }).reduce(0) { $0 + $1 * $1 } ?? 0
    }

    private static let terms = 0..<WorkTerm.allCases.count

    fileprivate static func cost(_ work: Work, _ rates: SIMD16<Double>) -> Double {
        max((work.amounts * rates).sum(), .leastNormalMagnitude)
    }

    /// One point of the search.
    private struct State {
        let logRates: SIMD16<Double>
        let loss: Double
        /// Of each network the shares of the terms in its cost, the logarithm of measured by predicted, and its weight.
        private let rows: [(shares: SIMD16<Double>, error: Double, weight: Double)]
        private let distance: SIMD16<Double>

        init(_ logRates: SIMD16<Double>, _ works: [Work], _ measured: [Double], _ prior: RatePrior) {
            self.logRates = logRates
            let rates = exponentials(logRates)
            var loss = 0.0
            rows = zip(works, measured).map { work, value in
                let cost = cost(work, rates)
                let error = log(value / cost)
                let tail = error > 0 ? above : below
                let square = error * error / (tail.deviation * tail.deviation)
                loss += (tail.degrees + 1) / 2 * log1p(square / tail.degrees)
                let weight = (tail.degrees + 1) / (tail.degrees + square) / (tail.deviation * tail.deviation)
                return (work.amounts * rates / cost, error, weight)
            }
            distance = logRates - prior.means
            self.loss = loss + (distance * prior.pull(distance)).sum() / 2
        }

        /// - Returns: nil where the system cannot be solved.
        func step(_ damping: Double, _ works: [Work], _ measured: [Double], _ prior: RatePrior) -> State? {
            var matrix = curvature(prior)
            for term in terms { matrix[term][term] += damping * (matrix[term][term] + 1e-9) }
            guard let system = system(matrix) else { return nil }
            var slope = -prior.pull(distance)
            for row in rows { slope += row.weight * row.error * row.shares }
            // No rate moves by more than e squared at once: far away the shares are others.
            let steps = system.solve(terms.map { slope[$0] })
            var next = logRates
            for term in terms { next[term] += min(max(steps[term], -2), 2) }
            return State(next, works, measured, prior)
        }

        func curvature(_ prior: RatePrior) -> [SIMD16<Double>] {
            var matrix = prior.precision
            for row in rows {
                for term in terms where row.shares[term] != 0 { matrix[term] += row.weight * row.shares[term] * row.shares }
            }
            for term in terms { matrix[term][term] += 1e-9 }
            return matrix
        }
    }

    private static func system(_ matrix: [SIMD16<Double>]) -> SymmetricSystem? {
        SymmetricSystem(terms.flatMap { row in terms.map { matrix[row][$0] } }, size: terms.count)
    }

    private static func exponentials(_ logarithms: SIMD16<Double>) -> SIMD16<Double> {
        var values = SIMD16<Double>.zero
        for term in terms { values[term] = exp(logarithms[term]) }
        return values
    }
}
