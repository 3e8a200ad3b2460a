internal import NetworkGraph
internal import Support

/// Latency, memory and storage as another estimator says; energy by a profile of measured energies.
struct EnergyEstimator: CostEstimator {
    let target: Target
    let profileHash: StableHash
    private let latency: any CostEstimator
    private let energy: EnergyCalibration

    /// Made by `Target.estimator`; `Target.calibrated` has checked that they belong together.
    init(_ profile: CalibrationProfile, beside latency: any CostEstimator, target: Target) {
        self.target = target
        self.latency = latency
        energy = EnergyCalibration(profile, target: target)
        var hasher = StableHasher()
        hasher.combine("energy 1")
        hasher.combine(latency.profileHash)
        hasher.combine((try? profile.text()) ?? "")
        profileHash = hasher.finalize()
    }

    func partialCost(of graph: InferredGraph) -> PartialCost {
        var cost = latency.partialCost(of: graph)
        (cost.energyWork, cost.energyExcess) = energy.partial(graph, graph.operationCounts())
        return cost
    }

    func estimate(_ sum: PartialCost) -> Estimate {
        let estimate = latency.estimate(sum)
        let energies = energy.energies(sum.energyWork, excess: sum.energyExcess, latency: estimate.latencySeconds)
        let marks = (energies.isExtrapolated ? ", extrapolated" : "") + (energies.isBelowIdle ? ", below the board's idle power" : "")
        var own = Estimate(
            latencySeconds: estimate.latencySeconds, energyJoules: energies.marginal, energyTotalJoules: energies.total,
            peakMemoryBytes: estimate.peakMemoryBytes, storageBytes: estimate.storageBytes, macs: estimate.macs,
            parameters: estimate.parameters,
            origin: .init(
                source: "\(estimate.source); \(energy.source)\(marks)", profileHash: profileHash))
        own.further = estimate.further
        return own
    }

    /// Operations share the energy as they share the latency.
    func operationCosts(_ graph: InferredGraph) -> [OperationCost] {
        let joules = estimate(graph).energyJoules.value
        return latency.operationCosts(graph).map { cost in
            var cost = cost
            cost.energyJoules = cost.share * joules
            return cost
        }
    }
}
