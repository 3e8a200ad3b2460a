internal import NetworkGraph
internal import Support

/// Predicts from the board's datasheet and from measured networks together: latency as both say it (`LatencyEvidence`), so that
/// measurements decide where they are sure, which is among networks like those measured, and the datasheet counts beyond them.
///
/// Measurements on a target like this one, with another number of threads, other kernels or another clock, are brought over by what the
/// datasheets of the two say of each network.
struct CombinedEstimator: CostEstimator {
    let target: Target
    let profileHash: StableHash
    private let datasheet: RooflineEstimator
    private let measured: CalibratedEstimator
    /// The datasheet of the target that was measured, and how far what it says may be off there; nil where it is this target.
    private let transfer: (datasheet: RooflineEstimator, deviation: Double)?
    private let sources: Sources

    /// What estimates say they are from.
    private struct Sources {
        private let texts: [String]

        init(_ text: String) {
            texts = ["", ", extrapolated", Estimate.disagreement, ", extrapolated" + Estimate.disagreement].map { text + $0 }
        }

        func text(isExtrapolated: Bool, agree: Bool) -> String { texts[(isExtrapolated ? 1 : 0) + (agree ? 0 : 2)] }
    }

    /// - Parameters:
    ///   - datasheet: of the target.
    ///   - profile: what was measured.
    ///   - place: the target that was measured.
    init(_ datasheet: RooflineEstimator, _ profile: CalibrationProfile, measuredOn place: Target) {
        target = datasheet.target
        self.datasheet = datasheet
        measured = CalibratedEstimator(profile, target: place)
        let networks = "datasheet and \(Plural.count(profile.samples.count, "network"))"
        if let deviation = datasheet.target.transferDeviation(from: place) {
            transfer = (RooflineEstimator(target: place, executesUnused: datasheet.executesUnused), deviation)
            sources = Sources("\(networks) on \(place.how(besides: datasheet.target))")
        } else {
            transfer = nil
            sources = Sources(networks)
        }
        var hasher = StableHasher()
        hasher.combine("combined 1")
        hasher.combine(datasheet.profileHash)
        hasher.combine(measured.profileHash)
        hasher.combine(transfer?.datasheet.profileHash.description ?? "")
        profileHash = hasher.finalize()
    }

    func partialCost(of graph: InferredGraph) -> PartialCost {
        let counts = graph.operationCounts()
        var cost = measured.partialCost(of: graph, counts)
        (cost.datasheet.seconds, cost.datasheet.calls) = datasheet.operations(of: graph, counts)
        if let transfer { cost.datasheet.secondsWhereMeasured = transfer.datasheet.operations(of: graph, counts).seconds }
        return cost
    }

    func estimate(_ sum: PartialCost) -> Estimate {
        let (latency, source, _) = latency(sum)
        return datasheet.figures.estimate(sum, latency: latency, source: source, profileHash: profileHash)
    }

    private func latency(_ sum: PartialCost) -> (Interval, source: String, isMeasured: Bool) {
        let throughput = datasheet.throughput
        let seconds = throughput.invocationSeconds + sum.datasheet.seconds
        var (measured, isExtrapolated) = self.measured.latency(sum)
        // A network without operations takes no time in a runtime without overheads.
        guard seconds > 0, measured.low > 0, measured.high.isFinite else {
            return (measured, sources.text(isExtrapolated: isExtrapolated, agree: true), true)
        }
        let written = LatencyEvidence(
            datasheet: seconds, callSeconds: throughput.invocationSeconds + Double(sum.datasheet.calls) * throughput.overheadSeconds,
            error: datasheet.latencyError)
        var found = LatencyEvidence(measured)
        if let transfer {
            let there = transfer.datasheet.throughput.invocationSeconds + sum.datasheet.secondsWhereMeasured
            found = found.transferred(by: there > 0 ? seconds / there : 1, deviation: transfer.deviation)
        }
        let agree: Bool
        (measured, agree) = written.combined(with: found)
        let isMeasured = found.up + found.down < written.up + written.down
        return (measured, sources.text(isExtrapolated: isExtrapolated, agree: agree), isMeasured)
    }

    /// Rows as the surer of the two sources has them, scaled to the estimate of the network.
    func operationCosts(_ graph: InferredGraph) -> [OperationCost] {
        let (latency, _, isMeasured) = latency(partialCost(of: graph))
        let rows = isMeasured ? measured.operationCosts(graph) : datasheet.operationCosts(graph)
        let total = rows.reduce(0) { $0 + $1.latencySeconds }
        let (factor, watts) = (total > 0 ? latency.value / total : 1, datasheet.figures.marginalWatts.value)
        return rows.map { row in
            var row = row
            row.latencySeconds *= factor
            row.energyJoules = row.latencySeconds * watts
            return row
        }
    }
}

extension Estimate {
    fileprivate static let disagreement = ", which disagree"

    /// Whether its source says that datasheet and measurements have nothing in common: then intervals reach both.
    public static func saysDisagreement(_ source: String) -> Bool { source.contains(disagreement) }
}
