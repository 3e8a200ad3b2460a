public import NetworkGraph
public import Support

/// Predicts from a calibration profile: latency as its model says, with the profile's interval; energy is latency times the board file's
/// power.
public struct CalibratedEstimator: CostEstimator {
    /// The target that the profile was measured on.
    public let target: Target
    /// A hash of the board and the profile: estimates of one graph with equal hashes are equal.
    public let profileHash: StableHash
    private let model: LatencyModel
    private let interval: CalibratedInterval
    private let source: String
    private let sourceBeyond: String
    private let fusing: FusionRules
    private let figures: TargetFigures

    /// Made by `Target.estimator`; `Target.calibrated` has checked that they belong together.
    init(_ profile: CalibrationProfile, target: Target) {
        self.target = target
        model = profile.model
        interval = CalibratedInterval(profile)
        source = "calibrated on \(profile.samples.count) networks"
        sourceBeyond = source + ", extrapolated"
        fusing = FusionRules(target.runtime)
        figures = TargetFigures(target)
        var hasher = StableHasher()
        hasher.combine("calibrated 2")
        hasher.combine(target.board.hash)
        hasher.combine((try? profile.text()) ?? "")
        profileHash = hasher.finalize()
    }

    /// Returns the amounts of work of a graph as the runtime executes it, with what its shapes of operations cost beyond their rates.
    public func partialCost(of graph: InferredGraph) -> PartialCost {
        partialCost(of: graph, graph.operationCounts())
    }

    func partialCost(of graph: InferredGraph, _ counts: [OperationCounts]) -> PartialCost {
        let network = NetworkWork(graph, counts, fusion(graph))
        var cost = PartialCost(graph, counts)
        cost.work = network.total
        cost.seconds = model.excess(of: network.entries)
        return cost
    }

    /// Returns the estimate of a network from the sum of its pieces' costs; marked as extrapolated outside the range of the profile's
    /// networks.
    public func estimate(_ sum: PartialCost) -> Estimate {
        let (latency, isExtrapolated) = latency(sum)
        return figures.estimate(
            sum, latency: latency, source: isExtrapolated ? sourceBeyond : source, profileHash: profileHash)
    }

    /// Returns the time of an inference, in seconds, and whether it is outside the range of the profile's networks.
    func latency(_ sum: PartialCost) -> (estimated: Interval, isExtrapolated: Bool) {
        var work = sum.work
        work[.inferences] = 1
        return interval.around(model.predict(work, excess: sum.seconds), work, model)
    }

    /// Returns the estimate of a network of which only the work is known. It knows no activations: its peak memory is the runtime's own.
    public func estimate(_ work: Work) -> Estimate { estimate(PartialCost(work)) }

    /// Returns a row for every operation that runs and one for the inference. What the network as a whole is off its rates by is shared out
    /// evenly.
    public func operationCosts(_ graph: InferredGraph) -> [OperationCost] {
        let counts = graph.operationCounts()
        let fusion = fusion(graph)
        // What the network as a whole is off its rates is shared out evenly.
        let leftOver = model.leftOver(NetworkWork(graph, counts, fusion).total)
        let steps = NetworkWork.steps(graph, counts, fusion)
        return figures.operationCosts(
            graph, counts, fusion, invocationSeconds: model.rates[WorkTerm.inferences.index] * leftOver
        ) { node in
            guard let step = steps[node] else { preconditionFailure("an operation that runs is a step") }
            return (model.predict(step) * leftOver, bound(step.shape.work))
        }
    }

    private func fusion(_ graph: InferredGraph) -> Fusion {
        Fusion(graph, fusing, runs: graph.executed(model.form.unused))
    }

    /// Which part of the work takes the most time.
    private func bound(_ work: Work) -> OperationCost.Bound {
        var (compute, memory, overhead) = (0.0, 0.0, 0.0)
        for term in WorkTerm.allCases {
            let seconds = work[term] * model.rates[term.index]
            switch term {
            case .pointwiseMACs, .winogradMACs, .convolutionMACs, .groupedMACs, .depthwiseMACs, .denseMACs, .windows: compute += seconds
            case .weights, .productElements, .depthwiseElements, .otherElements: memory += seconds
            case .operations, .inferences: overhead += seconds
            }
        }
        return OperationCost.Bound(compute: compute, memory: memory, overhead: overhead)
    }
}
