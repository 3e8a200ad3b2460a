internal import Foundation

extension RandomStream {
    /// Draws a number of the distribution Beta(alpha, alpha), 0 to 1: the same from both ends, close to them for a small alpha, in the
    /// middle for a large one. By Jöhnk's method (Metrika 8, 1964) to an alpha of 1, above it as a quotient of gamma variates.
    ///
    /// - Precondition: `alpha` is above 0.
    public mutating func nextBeta(_ alpha: Double) -> Double {
        precondition(alpha > 0)
        guard alpha <= 1 else {
            let first = nextGamma(alpha)
            return first / (first + nextGamma(alpha))
        }
        while true {
            // Logarithms, as the powers may be too small for a number.
            let (first, second) = (log(1 - nextDouble()) / alpha, log(1 - nextDouble()) / alpha)
            guard exp(first) + exp(second) <= 1 else { continue }
            return 1 / (1 + exp(second - first))
        }
    }

    /// A gamma variate of a shape of at least 1 and scale 1 (Marsaglia and Tsang, "A simple method for generating gamma variables", ACM
    /// Transactions on Mathematical Software 26, 2000).
    private mutating func nextGamma(_ shape: Double) -> Double {
        let d = shape - 1.0 / 3
        let c = 1 / (9 * d).squareRoot()
        while true {
            let radius = (-2 * log(1 - nextDouble())).squareRoot()
            let normal = radius * cos(2 * Double.pi * nextDouble())
            let root = 1 + c * normal
            let uniform = 1 - nextDouble()
            guard root > 0 else { continue }
            let v = root * root * root
            if log(uniform) < 0.5 * normal * normal + d - d * v + d * log(v) { return d * v }
        }
    }
}
