internal import Foundation
public import NetworkGraph
public import Support
internal import Synchronization

/// Predicts from a calibration that was run on the board: latency operation by operation, with the profile's interval; energy is latency
/// times the power that was measured at the 5 V input, or else the board file's.
public final class OperationEstimator: CostEstimator {
    /// The target that the profile was measured on.
    public let target: Target
    /// A hash of the board and the profile: estimates of one graph with equal hashes are equal.
    public let profileHash: StableHash
    private let model: OperationModel
    private let logHalfWidth: Double
    private let intervalScore: Double?
    private let source: String
    private let sourceBeyond: String
    private let figures: TargetFigures
    private let fusing: FusionRules
    /// Spaces have few shapes and many networks.
    private let known = Mutex<[OperationShape: (seconds: Double, ignorance: Double)]>([:])

    /// Made by `Target.estimator`; `Target.calibrated` has checked that they belong together.
    init(_ profile: OperationProfile, target: Target) {
        self.target = target
        model = profile.model
        logHalfWidth = profile.logHalfWidth
        intervalScore = profile.intervalScore
        source =
            "calibrated on the board: \(Plural.count(profile.alone.count, "operation")), \(Plural.count(profile.networks.count, "network"))"
        sourceBeyond = source + ", extrapolated"
        figures = TargetFigures(target)
        fusing = FusionRules(target.runtime)
        var hasher = StableHasher()
        hasher.combine("operations 2")
        hasher.combine(target.board.hash)
        hasher.combine((try? profile.text()) ?? "")
        profileHash = hasher.finalize()
    }

    /// Returns the seconds of the operations that the C runtime executes, each alone, and their weights.
    public func partialCost(of graph: InferredGraph) -> PartialCost {
        let operations = graph.executedOperations()
        var cost = PartialCost(graph, graph.operationCounts())
        for operation in operations {
            let (seconds, ignorance) = known(of: operation)
            cost.seconds += seconds
            cost.ignoranceSeconds += seconds * ignorance
            if !model.knows(operation.kind) { cost.guessedSeconds += seconds }
        }
        cost.weights = model.weights(of: operations)
        return cost
    }

    /// Returns the estimate of a network from the sum of its pieces' costs; marked as extrapolated where a kind of operation was not
    /// measured.
    public func estimate(_ sum: PartialCost) -> Estimate {
        let seconds = model.seconds(sum: sum.seconds, sum.weights)
        let own = intervalScore.map { $0 * OperationModel.spread(ofIgnorance: sum.seconds > 0 ? sum.ignoranceSeconds / sum.seconds : 0) }
        // A kind that was not measured goes by the rule of thumb, which may be off by a factor of 2 or so.
        let half = (own ?? logHalfWidth) + log(2) * min(sum.guessedSeconds / seconds, 1)
        return figures.estimate(
            sum, latency: Interval(value: seconds, low: seconds * exp(-half), high: seconds * exp(half)),
            source: sum.guessedSeconds > 0 ? sourceBeyond : source, profileHash: profileHash)
    }

    /// Returns a row for every operation that runs, and one for what the network costs besides: an inference, reordering, weights that have
    /// left the cache.
    public func operationCosts(_ graph: InferredGraph) -> [OperationCost] {
        let counts = graph.operationCounts()
        let shapes = graph.operationShapes()
        let fusion = Fusion(graph, fusing, runs: graph.executed(.removed))
        // What the network costs besides these rows: an inference, reordering, weights that have left the cache.
        let listed = shapes.indices.reduce(0) { sum, node in
            fusion.isExecuted(node) ? sum + (shapes[node].map { self.seconds(of: $0) } ?? 0) : sum
        }
        let whole = model.seconds(of: shapes.compactMap { $0 })
        let rest = max(whole - listed, 0)
        // Networks may be quicker than their operations alone: the rows add up to the network all the same.
        let factor = whole < listed ? whole / listed : 1
        return figures.operationCosts(graph, counts, fusion, invocationSeconds: rest) { node in
            guard let shape = shapes[node] else { return (0, .overhead) }
            let (compute, memory, overhead) = model.rates.parts(of: shape)
            return (self.seconds(of: shape) * factor, OperationCost.Bound(compute: compute, memory: memory, overhead: overhead))
        }
    }

    private func seconds(of shape: OperationShape) -> Double { known(of: shape).seconds }

    private func known(of shape: OperationShape) -> (seconds: Double, ignorance: Double) {
        known.withLock { known in
            if let found = known[shape] { return found }
            // Profiles of before do not ask.
            let found = (model.seconds(of: shape), intervalScore == nil ? 0 : model.ignorance(of: shape))
            if known.count > 100_000 { known.removeAll() }
            known[shape] = found
            return found
        }
    }
}
