internal import CostModel
internal import Foundation
internal import NetworkGraph

/// Which operations to measure next.
struct SampleChoice {
    let pool: SamplePool
    /// Seconds that one inference of an operation is expected to take; before anything is measured, nil.
    let model: OperationModel?

    /// A first look: of every kind some, spread over its sizes, none that is long to run on whatever board.
    func first(_ count: Int) -> [SingleOperation] {
        let small = pool.operations.filter { $0.shape.macs <= Self.mostMACsAtFirst }
        let kinds = Dictionary(grouping: small, by: \.shape.kind)
        let each = max(count / max(kinds.count, 1), 3)
        return OperationShape.Kind.allCases.flatMap { Self.spread(kinds[$0] ?? [], each) }
    }

    /// Where the fit is worst: for each operation its share of the time of the networks that have it, times how little is known of
    /// it. What was just chosen lessens the need of others like it.
    ///
    /// - Parameters:
    ///   - errors: of each kind, the mean error of operations predicted from the others.
    ///   - mostSeconds: no longer ones are taken.
    func next(
        _ count: Int, measured: Set<OperationShape>, errors: [OperationShape.Kind: Double], mostSeconds: Double
    ) -> [SingleOperation] {
        guard let model else { return first(count) }
        let seconds = Dictionary(uniqueKeysWithValues: pool.operations.map { ($0.shape, model.seconds(of: $0.shape)) })
        var shares: [OperationShape: Double] = [:]
        for network in pool.networks {
            let total = network.operations.reduce(0) { $0 + (seconds[$1] ?? 0) }
            for operation in network.operations where total > 0 { shares[operation, default: 0] += (seconds[operation] ?? 0) / total }
        }
        var open = pool.operations.filter { !measured.contains($0.shape) && (seconds[$0.shape] ?? 0) <= mostSeconds }.map { operation in
            let error = errors[operation.shape.kind] ?? Self.unknownError
            return (operation: operation, need: (shares[operation.shape] ?? 0) * model.ignorance(of: operation.shape) * error)
        }
        var chosen: [SingleOperation] = []
        while chosen.count < count, let best = open.indices.max(by: { open[$0].need < open[$1].need }), open[best].need > 0 {
            let taken = open.remove(at: best).operation
            chosen.append(taken)
            for index in open.indices {
                let distance = Self.distance(open[index].operation.shape, taken.shape)
                open[index].need *= 1 - exp(-0.5 * distance * distance)
            }
        }
        return chosen
    }

    /// Some of many, each as far as can be from those chosen before (Gonzalez 1985).
    private static func spread(_ operations: [SingleOperation], _ count: Int) -> [SingleOperation] {
        var chosen: [SingleOperation] = []
        var distances = [Double](repeating: .infinity, count: operations.count)
        while chosen.count < count, let farthest = distances.indices.max(by: { distances[$0] < distances[$1] }), distances[farthest] > 0 {
            chosen.append(operations[farthest])
            for index in operations.indices {
                distances[index] = min(distances[index], distance(operations[index].shape, operations[farthest].shape))
            }
        }
        return chosen
    }

    /// In factors of 2 of sizes; infinite between kinds.
    private static func distance(_ left: OperationShape, _ right: OperationShape) -> Double {
        guard left.kind == right.kind else { return .infinity }
        func squared(_ a: Int, _ b: Int) -> Double {
            let difference = log2(Double(max(a, 1)) / Double(max(b, 1)))
            return difference * difference
        }
        let sizes =
            squared(left.output.height, right.output.height) + squared(left.input.channels, right.input.channels)
            + squared(left.output.channels, right.output.channels)
            + squared(left.kernel.height * left.kernel.width, right.kernel.height * right.kernel.width)
            + squared(left.stride.height, right.stride.height) + squared(left.groups, right.groups) + squared(left.operands, right.operands)
        return (sizes + (left.activation == right.activation ? 0 : 1)).squareRoot()
    }

    private static let mostMACsAtFirst = 3e6
    /// The error of a kind that was not measured, as a logarithm.
    private static let unknownError = 0.5
}
