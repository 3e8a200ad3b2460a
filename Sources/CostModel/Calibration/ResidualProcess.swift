internal import Foundation
internal import Support

/// A Gaussian process over networks, with a kernel of fixed lengths. Its mean is 0 far from what was measured.
struct ResidualProcess: Sendable {
    /// A network by the costs of its groups of terms.
    struct Point: Sendable {
        let total: Double
        /// Shares of the groups, by their length; the last is free.
        fileprivate let place: SIMD16<Double>
        fileprivate let logTotal: Double

        init(_ costs: SIMD16<Double>) {
            total = max(costs.sum(), .leastNormalMagnitude)
            place = costs / total / Point.shareLength
            logTotal = log(total)
        }

        /// Networks whose shares differ by this still have much in common.
        private static let shareLength = 0.3
    }

    /// What networks alike have in common.
    struct Kernel: Sendable {
        /// Standard deviation of what networks of a kind have in common, as a logarithm.
        let deviation: Double
        /// Standard deviation of what each has of its own.
        var noise = 0.05
        /// Networks whose totals differ by a factor of e to this still have much in common.
        var sizeLength = 1.5
        /// Whether the middle value is left out, so that the mean is 0 far away and the middle of the values near them is too.
        var isCentred = true

        fileprivate func value(_ left: Point, _ right: Point) -> Double {
            var apart = left.place - right.place
            apart[apart.scalarCount - 1] = left.logTotal / sizeLength - right.logTotal / sizeLength
            return deviation * deviation * exp(-0.5 * (apart * apart).sum())
        }
    }

    private let points: [Point]
    private let weights: [Double]
    private let kernel: Kernel
    private let system: SymmetricSystem

    init?(_ points: [Point], _ values: [Double], _ kernel: Kernel) {
        let size = points.count
        let middle = kernel.isCentred ? median(values) : 0
        var matrix = [Double](repeating: 0, count: size * size)
        for row in 0..<size {
            for column in 0...row { matrix[row * size + column] = kernel.value(points[row], points[column]) }
            matrix[row * size + row] += kernel.noise * kernel.noise
        }
        guard let system = SymmetricSystem(matrix, size: size) else { return nil }
        self.points = points
        self.system = system
        weights = system.solve(values.map { $0 - middle })
        self.kernel = kernel
    }

    func mean(at point: Point) -> Double {
        var sum = 0.0
        for index in points.indices { sum += weights[index] * kernel.value(points[index], point) }
        return sum
    }

    /// The variance of what networks alike have in common with this one and the mean does not say.
    func variance(at point: Point) -> Double {
        let known = system.half(points.map { kernel.value($0, point) }).reduce(0) { $0 + $1 * $1 }
        return max(kernel.deviation * kernel.deviation - known, 0)
    }

    /// The standard deviation of what the mean leaves over, noise included.
    func deviation(at point: Point) -> Double { (variance(at: point) + kernel.noise * kernel.noise).squareRoot() }
}
