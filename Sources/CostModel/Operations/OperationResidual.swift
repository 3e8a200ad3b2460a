internal import Foundation
internal import NetworkGraph
internal import Support

/// What rates leave unexplained of operations of one kind, learned from those measured alone: a Gaussian process over the shape's
/// logarithms and over what vectors leave as remainders (Rasmussen and Williams 2006, chapter 2). Its mean is 0 far from what was
/// measured.
struct OperationResidual: Sendable {
    private let places: [[Double]]
    private let weights: [Double]
    private let length: Double
    private let variance: Double
    private let inverse: SymmetricSystem
    /// The mean absolute error of each measurement predicted from the others, as a logarithm.
    private(set) var leftOutError = 0.0

    /// The length that predicts left-out measurements best, in closed form (section 5.4.2 there); nil where none helps.
    ///
    /// - Parameter logErrors: logarithms of measured by what the rates say.
    init?(_ operations: [OperationShape], _ logErrors: [Double], noise: [Double]) {
        guard operations.count >= 4 else { return nil }
        let places = operations.map(Self.place)
        let variance = min(max(logErrors.reduce(0) { $0 + $1 * $1 } / Double(logErrors.count), 1e-4), 0.25)
        var best: OperationResidual?
        for length in [0.5, 1.0, 2.0, 4.0] {
            guard var residual = OperationResidual(places, logErrors, noise, length, variance) else { continue }
            residual.leftOutError = residual.meanLeftOutError()
            if residual.leftOutError < best?.leftOutError ?? .infinity { best = residual }
        }
        let none = logErrors.reduce(0) { $0 + abs($1) } / Double(logErrors.count)
        guard let best, best.leftOutError < none else { return nil }
        self = best
    }

    private init?(_ places: [[Double]], _ values: [Double], _ noise: [Double], _ length: Double, _ variance: Double) {
        let size = places.count
        var matrix = [Double](repeating: 0, count: size * size)
        for row in 0..<size {
            for column in 0...row { matrix[row * size + column] = Self.kernel(places[row], places[column], length, variance) }
            let noise = max(noise[row], 0.01)
            matrix[row * size + row] += noise * noise
        }
        guard let system = SymmetricSystem(matrix, size: size) else { return nil }
        self.places = places
        self.length = length
        self.variance = variance
        inverse = system
        weights = system.solve(values)
    }

    func mean(at operation: OperationShape) -> Double {
        let place = Self.place(operation)
        var sum = 0.0
        for (known, weight) in zip(places, weights) { sum += weight * Self.kernel(known, place, length, variance) }
        return sum
    }

    /// How little is known there: the share of the deviation that measurements leave, 0 to 1.
    func ignorance(at operation: OperationShape) -> Double {
        let place = Self.place(operation)
        let covariances = places.map { Self.kernel($0, place, length, variance) }
        let known = zip(covariances, inverse.solve(covariances)).reduce(0) { $0 + $1.0 * $1.1 }
        return (max(variance - known, 0) / variance).squareRoot()
    }

    private func meanLeftOutError() -> Double {
        let size = places.count
        var sum = 0.0
        for index in 0..<size {
            var unit = [Double](repeating: 0, count: size)
            unit[index] = 1
            sum += abs(weights[index] / inverse.solve(unit)[index])
        }
        return sum / Double(size)
    }

    /// Sizes as logarithms to base 2, where operations that differ by a factor of 2 in one of them have much in common.
    private static func place(_ operation: OperationShape) -> [Double] {
        func size(_ count: Int) -> Double { log2(Double(max(count, 1))) / 2 }
        func remainder(_ count: Int, _ block: Int) -> Double { count % block == 0 ? 0 : 1 - Double(count % block) / Double(block) }
        let width = operation.kind == .groupedConvolution ? operation.output.channels / operation.groups : operation.output.channels
        return [
            size(operation.output.height), size(operation.output.width), size(operation.input.channels / operation.groups), size(width),
            size(operation.input.elements), size(operation.kernel.height), size(operation.kernel.width),
            size(operation.stride.height * operation.stride.width), size(operation.operands), remainder(width, 8),
            operation.output.width > 1 ? remainder(operation.output.width, 4) : 0,
        ]
    }

    private static func kernel(_ left: [Double], _ right: [Double], _ length: Double, _ variance: Double) -> Double {
        var distance = 0.0
        for (a, b) in zip(left, right) { distance += (a - b) * (a - b) }
        return variance * exp(-0.5 * distance / (length * length))
    }
}
