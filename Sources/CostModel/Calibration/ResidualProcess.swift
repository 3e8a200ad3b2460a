internal import Foundation
internal import Support

/// A Gaussian process over networks, with a kernel of fixed lengths. Its mean is 0 far from what was measured.
struct ResidualProcess: Sendable {
    /// A network by the costs of its groups of terms.
    struct Point: Sendable {
        let total: Double
        /// Shares of the groups and the logarithm of the total, each by its length.
        fileprivate let place: SIMD16<Double>

        init(_ costs: SIMD16<Double>) {
            total = max(costs.sum(), .leastNormalMagnitude)
            var place = costs / total / Point.shareLength
            place[place.scalarCount - 1] = log(total) / Point.sizeLength
            self.place = place
        }

        /// Networks whose shares differ by this, or whose totals by a factor of e to this, still have much in common.
        private static let shareLength = 0.3
        private static let sizeLength = 1.5
    }

    private let points: [Point]
    private let weights: [Double]
    private let variance: Double
    private let system: SymmetricSystem

    /// - Parameter deviation: of the values, as far as networks alike have them in common; beside a noise of 5 %.
    init?(_ points: [Point], _ values: [Double], deviation: Double) {
        let size = points.count
        let middle = median(values)
        var matrix = [Double](repeating: 0, count: size * size)
        for row in 0..<size {
            for column in 0...row { matrix[row * size + column] = Self.kernel(points[row], points[column], deviation * deviation) }
            matrix[row * size + row] += Self.noise * Self.noise
        }
        guard let system = SymmetricSystem(matrix, size: size) else { return nil }
        self.points = points
        self.system = system
        weights = system.solve(values.map { $0 - middle })
        variance = deviation * deviation
    }

    func mean(at point: Point) -> Double {
        var sum = 0.0
        for index in points.indices { sum += weights[index] * Self.kernel(points[index], point, variance) }
        return sum
    }

    /// The standard deviation of what the mean leaves over, noise included.
    func deviation(at point: Point) -> Double {
        let known = system.half(points.map { Self.kernel($0, point, variance) }).reduce(0) { $0 + $1 * $1 }
        return (max(variance - known, 0) + Self.noise * Self.noise).squareRoot()
    }

    private static let noise = 0.05

    private static func kernel(_ left: Point, _ right: Point, _ variance: Double) -> Double {
        let apart = left.place - right.place
        return variance * exp(-0.5 * (apart * apart).sum())
    }
}
